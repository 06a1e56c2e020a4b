namespace ActorMft.Ssh.Channels;

/// <summary>What the peer may still send on a channel (RFC 4254, section 5.2), in bytes.</summary>
/// <param name="size">The whole window.</param>
internal sealed class ReceiveWindow(int size)
{
    private readonly Lock _gate = new();
    private long _left = size;
    private long _exceeded;
    private long _buffered;
    private long _unreported;

    /// <summary>Counts what arrived. Up to a tenth of the window more than was granted is overlooked, as OpenSSH does.</summary>
    /// <exception cref="SshException">The peer sent more than that.</exception>
    public void Accept(int count)
    {
        lock (_gate)
        {
            _buffered += count;
            _left -= count;
            if (_left < 0)
            {
                _exceeded -= _left;
                _left = 0;
                if (_exceeded > size / 10)
                {
                    throw SshException.Protocol($"The peer sent {_exceeded} bytes more than its window of {size} allows.");
                }
            }
        }
    }

    /// <summary>Counts what was consumed.</summary>
    /// <returns>By how much to open the peer's window now: nothing until a quarter has gathered.</returns>
    public uint Consume(long count)
    {
        lock (_gate)
        {
            return Report(count);
        }
    }

    /// <summary>Counts everything that arrived as consumed.</summary>
    /// <returns>As <see cref="Consume"/>.</returns>
    public uint ConsumeAll()
    {
        lock (_gate)
        {
            return Report(_buffered);
        }
    }

    private uint Report(long count)
    {
        _buffered -= count;
        _unreported += count;
        if (_unreported < size / 4)
        {
            return 0;
        }

        long adjustment = Math.Min(_unreported, size - _left);
        _unreported = 0;
        _left += adjustment;
        return (uint)adjustment;
    }
}

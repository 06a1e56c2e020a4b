using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Channels;

/// <summary>What the peer is still willing to take on a channel (RFC 4254, section 5.2), in bytes.</summary>
internal sealed class SendWindow
{
    private readonly Lock _gate = new();
    private readonly AsyncSignal _more = new();
    private uint _left;

    /// <summary>Takes at most <paramref name="wanted"/> bytes; 0 if there are none, then <see cref="WhenMore"/> waits.</summary>
    public int Take(int wanted)
    {
        lock (_gate)
        {
            int taken = (int)Math.Min(_left, (uint)wanted);
            _left -= (uint)taken;
            return taken;
        }
    }

    /// <exception cref="SshException">The sum is more than a window may be.</exception>
    public void Add(uint bytes)
    {
        lock (_gate)
        {
            if (bytes > uint.MaxValue - _left)
            {
                throw SshException.Protocol($"A window of {_left} bytes can't grow by {bytes}: the limit is {uint.MaxValue}.");
            }

            _left += bytes;
        }

        _more.Set();
    }

    /// <summary>Wakes whoever waits, though there is no more.</summary>
    public void Wake() => _more.Set();

    /// <summary>Waits for <see cref="Add"/> or <see cref="Wake"/>. One waiter at a time.</summary>
    public ValueTask WhenMore() => _more.WaitAsync();
}

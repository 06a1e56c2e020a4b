namespace ActorMft.Ssh.Channels;

/// <summary>What the peer is still willing to take on a channel (RFC 4254, section 5.2), in bytes. Used under its channel's lock.</summary>
internal sealed class SendWindow
{
    private uint _left;

    public bool IsEmpty => _left == 0;

    /// <summary>Takes at most <paramref name="wanted"/> bytes; 0 if there are none.</summary>
    public int Take(int wanted)
    {
        int taken = (int)Math.Min(_left, (uint)wanted);
        _left -= (uint)taken;
        return taken;
    }

    /// <summary>Puts back what was taken and not used.</summary>
    public void PutBack(int count) => _left += (uint)count;

    /// <exception cref="SshException">The sum is more than a window may be.</exception>
    public void Add(uint bytes)
    {
        if (bytes > uint.MaxValue - _left)
        {
            throw SshException.Protocol($"A window of {_left} bytes can't grow by {bytes}: the limit is {uint.MaxValue}.");
        }

        _left += bytes;
    }
}

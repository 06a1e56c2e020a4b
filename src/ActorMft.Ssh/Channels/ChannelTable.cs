using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Channels;

/// <summary>The channels of a connection by this side's numbers. A number is free again once nothing is left of its channel.</summary>
internal sealed class ChannelTable(PacketOutput output, ChannelSettings settings)
{
    private readonly Lock _gate = new();
    private readonly SshChannel?[] _channels = new SshChannel?[settings.MaxChannels];
    private SshException? _failure;

    /// <summary>A new channel under the first free number, or null if there is none.</summary>
    /// <exception cref="SshException">The connection has ended.</exception>
    public SshChannel? TryAdd()
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                throw _failure.Again();
            }

            int free = Array.IndexOf(_channels, null);
            return free < 0 ? null : _channels[free] = new SshChannel(this, output, (uint)free, settings.Window);
        }
    }

    /// <summary>The channel that the peer names in a message to it.</summary>
    /// <exception cref="SshException">There is none in that state.</exception>
    public SshChannel FindOpen(uint id) => Find(id, isOpen: true) ?? throw SshException.Protocol($"The peer named channel {id}, which is not open.");

    /// <summary>The channel that the peer names in its answer to CHANNEL_OPEN.</summary>
    /// <exception cref="SshException">There is none in that state.</exception>
    public SshChannel FindOpening(uint id) => Find(id, isOpen: false) ?? throw SshException.Protocol($"The peer named channel {id}, which is not being opened.");

    public void Remove(SshChannel channel)
    {
        lock (_gate)
        {
            if (_channels[channel.LocalId] == channel)
            {
                _channels[channel.LocalId] = null;
            }
        }
    }

    /// <summary>Frees the channel's number once both sides, and whoever serves it, have closed it.</summary>
    public void RemoveIfFree(SshChannel channel)
    {
        // Not under the lock: a channel that sends may end the connection, which comes back here for the lock, under its own.
        if (channel.IsFree)
        {
            Remove(channel);
        }
    }

    /// <summary>The connection has ended: so have all channels.</summary>
    public void End(SshException failure)
    {
        lock (_gate)
        {
            _failure = failure;
        }

        foreach (SshChannel? channel in _channels)
        {
            channel?.OnEnded(failure);
        }
    }

    private SshChannel? Find(uint id, bool isOpen)
    {
        SshChannel? channel = id < (uint)_channels.Length ? Volatile.Read(ref _channels[id]) : null;
        return channel is { IsOver: false } && channel.Opened.Task.IsCompletedSuccessfully == isOpen ? channel : null;
    }
}

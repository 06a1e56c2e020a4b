using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// The connection protocol of one side (RFC 4254): global requests are refused, session channels are opened or accepted, and
/// their messages are handed to them. Messages come from the input loop alone.
/// </summary>
internal sealed partial class ConnectionProtocol(SshTransport transport, ChannelSettings settings, Action<SshChannel> onSubsystem, ILogger logger)
{
    /// <summary>A peer that takes less than this in one message is refused, in bytes.</summary>
    public const int SmallestMaxPacket = 64;

    private readonly ChannelTable _channels = new(transport.Output, settings);
    private readonly List<SshChannel> _received = [];

    /// <summary>Handles a message of the range 80 to 100.</summary>
    public void Handle(SshMessage message, ReadOnlyMemory<byte> payload)
    {
        var reader = new SshReader(payload.Span[1..]);
        switch (message)
        {
            case SshMessage.ChannelData:
                HandleData(ref reader, payload);
                break;
            case SshMessage.GlobalRequest:
                RefuseGlobalRequest(ref reader);
                break;
            case SshMessage.RequestSuccess or SshMessage.RequestFailure:
                // The answer to a keep-alive; that it arrived is all that counts.
                break;
            case SshMessage.ChannelOpen:
                HandleOpen(ref reader);
                break;
            case SshMessage.ChannelOpenConfirmation:
                HandleOpenConfirmation(ref reader);
                break;
            case SshMessage.ChannelOpenFailure:
                HandleOpenFailure(ref reader);
                break;
            default:
                HandleChannelMessage(message, _channels.FindOpen(reader.ReadUInt32()), ref reader);
                break;
        }
    }

    /// <summary>The end of a batch of messages: channels go on with the data of it.</summary>
    /// <param name="block">Where the data lies.</param>
    public void EndBatch(InputBlock block)
    {
        foreach (SshChannel channel in _received)
        {
            channel.Deliver(block);
        }

        _received.Clear();
    }

    /// <summary>A client opens a session channel and starts a subsystem on it.</summary>
    /// <exception cref="SshException">Refused, or the connection has ended.</exception>
    public async Task<SshChannel> OpenSubsystemAsync(string subsystem, CancellationToken cancellationToken)
    {
        SshChannel channel = _channels.TryAdd() ?? throw new SshException(
            SshFailure.ChannelRefused, $"{settings.MaxChannels} channels are open, which is the limit of one connection.");
        try
        {
            transport.Output.Send(ChannelMessages.OpenSession(channel.LocalId, settings.Window, settings.MaxPacket));
            await channel.Opened.Task.WaitAsync(cancellationToken);
            channel.Send(ChannelMessages.Subsystem(channel.RemoteId, subsystem));
            if (!await channel.RequestAnswered.Task.WaitAsync(cancellationToken))
            {
                throw new SshException(SshFailure.ChannelRefused, $"The server does not start the subsystem '{subsystem}'.");
            }

            channel.Subsystem = subsystem;
            return channel;
        }
        catch (Exception)
        {
            _ = AbandonAsync(channel);
            throw;
        }
    }

    /// <summary>The connection has ended: so have all channels.</summary>
    public void End(SshException failure) => _channels.End(failure);

    /// <summary>Closes a channel that its opener gave up, as soon as the server has answered.</summary>
    private static async Task AbandonAsync(SshChannel channel)
    {
        try
        {
            await channel.Opened.Task;
            await channel.DisposeAsync();
        }
        catch (SshException)
        {
            // It was refused, or the connection has ended: there is nothing to close.
        }
    }

    private void RefuseGlobalRequest(ref SshReader reader)
    {
        string name = reader.ReadName(256);
        if (reader.ReadBoolean())
        {
            transport.Output.Send([(byte)SshMessage.RequestFailure]);
        }

        if (name != "keepalive@openssh.com")
        {
            Log.GlobalRequestRefused(logger, transport.Id, name);
        }
    }

    private void HandleOpen(ref SshReader reader)
    {
        string type = reader.ReadName(256);
        uint sender = reader.ReadUInt32();
        uint window = reader.ReadUInt32();
        uint maxPacket = reader.ReadUInt32();
        if (!settings.IsServer)
        {
            Refuse(sender, type, ChannelOpenFailure.AdministrativelyProhibited, "Clients don't accept channels.");
        }
        else if (type != "session")
        {
            Refuse(sender, type, ChannelOpenFailure.UnknownChannelType, "Only session channels are supported.");
        }
        else if (maxPacket < SmallestMaxPacket)
        {
            Refuse(sender, type, ChannelOpenFailure.ConnectFailed, $"A maximum packet of {maxPacket} bytes is too small.");
        }
        else if (_channels.TryAdd() is { } channel)
        {
            reader.ExpectEnd();
            transport.Output.Send(ChannelMessages.OpenConfirmation(sender, channel.LocalId, settings.Window, settings.MaxPacket));
            channel.Start(sender, window, maxPacket, settings.MaxPacket);
        }
        else
        {
            Refuse(sender, type, ChannelOpenFailure.ResourceShortage, $"{settings.MaxChannels} channels are open or still at work, which is the limit of one connection.");
        }
    }

    private void Refuse(uint sender, string type, ChannelOpenFailure reason, string description)
    {
        Log.OpenRefused(logger, transport.Id, type, description);
        transport.Output.Send(ChannelMessages.OpenFailure(sender, reason, description));
    }

    private void HandleOpenConfirmation(ref SshReader reader)
    {
        SshChannel channel = _channels.FindOpening(reader.ReadUInt32());
        uint sender = reader.ReadUInt32();
        uint window = reader.ReadUInt32();
        uint maxPacket = reader.ReadUInt32();
        reader.ExpectEnd();
        if (maxPacket < SmallestMaxPacket)
        {
            throw SshException.Protocol($"The server's maximum packet of {maxPacket} bytes is too small.");
        }

        channel.Start(sender, window, maxPacket, settings.MaxPacket);
    }

    private void HandleOpenFailure(ref SshReader reader)
    {
        SshChannel channel = _channels.FindOpening(reader.ReadUInt32());
        var reason = (ChannelOpenFailure)reader.ReadUInt32();
        string description = DisconnectMessage.Printable(reader.ReadString());
        _channels.Remove(channel);
        channel.Opened.TrySetException(new SshException(
            SshFailure.ChannelRefused, $"The server refused a channel ({reason}): {description}"));
    }

    /// <summary>uint32 recipient, string data; the data stays where it is.</summary>
    private void HandleData(ref SshReader reader, ReadOnlyMemory<byte> payload)
    {
        SshChannel channel = _channels.FindOpen(reader.ReadUInt32());
        int length = reader.ReadString().Length;
        reader.ExpectEnd();
        if (!_received.Contains(channel))
        {
            _received.Add(channel);
        }

        channel.OnData(payload[^length..]);
    }

    private void HandleChannelMessage(SshMessage message, SshChannel channel, ref SshReader reader)
    {
        switch (message)
        {
            case SshMessage.ChannelExtendedData:
                reader.ReadUInt32();
                channel.OnIgnoredData(reader.ReadString().Length);
                break;
            case SshMessage.ChannelWindowAdjust:
                channel.OnWindowAdjust(reader.ReadUInt32());
                reader.ExpectEnd();
                break;
            case SshMessage.ChannelEof:
                channel.OnEof();
                break;
            case SshMessage.ChannelClose:
                channel.OnClose();
                break;
            case SshMessage.ChannelRequest:
                HandleRequest(channel, ref reader);
                break;
            case SshMessage.ChannelSuccess:
                channel.RequestAnswered.TrySetResult(true);
                break;
            default:
                channel.RequestAnswered.TrySetResult(false);
                break;
        }
    }

    private void HandleRequest(SshChannel channel, ref SshReader reader)
    {
        string name = reader.ReadName(256);
        bool wantsReply = reader.ReadBoolean();
        string? subsystem = settings.IsServer && name == "subsystem" ? reader.ReadName(256) : null;
        bool isGranted = subsystem is not null && channel.Subsystem.Length == 0 && settings.Subsystems.Contains(subsystem);
        if (!settings.IsServer && name == "exit-status")
        {
            channel.ExitStatus = reader.ReadUInt32();
        }
        else if (!isGranted)
        {
            Log.RequestRefused(logger, transport.Id, name, subsystem ?? string.Empty);
        }

        if (isGranted)
        {
            channel.BeginService(subsystem!);
        }

        if (wantsReply)
        {
            channel.Send(ChannelMessages.Of(isGranted ? SshMessage.ChannelSuccess : SshMessage.ChannelFailure, channel.RemoteId));
        }

        if (isGranted)
        {
            onSubsystem(channel);
        }
    }
}

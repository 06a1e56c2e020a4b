using ActorMft.Ssh.Quirks;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Takes each message to where it is handled, or refuses it: by the state of the key exchange, by the phase of the connection, and by how many
/// came before it. Called by the input loop alone.
/// </summary>
internal sealed partial class MessageDispatcher(
    SshTransport transport, TransportSettings settings, PacketInput input, IConnectionHandler handler, ILogger logger)
{
    /// <summary>Packets before the first keys are in use. Four are needed; others are idle talk.</summary>
    private const uint MaxPacketsBeforeKeys = 256;

    /// <summary>Packets between the first keys and the login. An agent full of keys needs two for each; the rest is idle talk.</summary>
    private const uint MaxPacketsBeforeLogin = 1024;

    private readonly KeyExchanger _exchanger = transport.Exchange;

    /// <param name="payload">Valid until this completes; see <see cref="IConnectionHandler.HandleAsync"/>.</param>
    /// <exception cref="SshException">The connection has to end.</exception>
    public ValueTask DispatchAsync(ReadOnlyMemory<byte> payload)
    {
        var message = (SshMessage)payload.Span[0];
        if (message is >= SshMessage.KeyExchangeInit and < SshMessage.UserAuthRequest)
        {
            return HandleExchangeAsync(message, payload);
        }

        bool isTransport = message is >= SshMessage.Disconnect and <= SshMessage.Debug;
        RefuseDuringExchange(message, isTransport);
        RefuseIdleTalk();
        switch (MessageRules.Judge(message, transport.Phase, settings.IsServer))
        {
            case MessageVerdict.Handle when isTransport:
                HandleTransportMessage(message, payload.Span);
                return default;
            case MessageVerdict.Handle when message == SshMessage.ExtensionInfo:
                transport.PeerSignatureAlgorithms = ExtensionInfo.ReadSignatureAlgorithms(payload.Span) ?? transport.PeerSignatureAlgorithms;
                return default;
            case MessageVerdict.Handle:
                return handler.HandleAsync(message, payload, transport.Stopping);
            case MessageVerdict.Ignore:
                return default;
            case MessageVerdict.Unimplemented:
                SendUnimplemented();
                return default;
            default:
                throw SshException.Protocol($"Message {(byte)message} is not allowed in the phase {transport.Phase}.");
        }
    }

    /// <summary>Messages of the transport itself may come between those of an exchange, but not of a strict one (RFC 4253, section 7.1).</summary>
    private void RefuseDuringExchange(SshMessage message, bool isTransport)
    {
        bool isExchanging = _exchanger.State != ExchangeState.Idle;
        bool mayTalk = isTransport || (transport.Phase == SshPhase.Running && transport.Quirks.HasFlag(PeerQuirks.TalksDuringExchange));
        if ((isExchanging && !mayTalk) || (_exchanger.IsStrictNow && message != SshMessage.Disconnect))
        {
            throw SshException.Protocol($"Message {(byte)message} came during a key exchange.");
        }
    }

    private void RefuseIdleTalk()
    {
        if (_exchanger.IsFirst && input.Sequence > MaxPacketsBeforeKeys)
        {
            throw SshException.Protocol($"More than {MaxPacketsBeforeKeys} packets came before the keys.");
        }

        if (transport.Phase != SshPhase.Running && !_exchanger.IsFirst && input.PacketsSinceKeys > MaxPacketsBeforeLogin)
        {
            throw SshException.Protocol($"More than {MaxPacketsBeforeLogin} packets came before the login.");
        }
    }

    private async ValueTask HandleExchangeAsync(SshMessage message, ReadOnlyMemory<byte> payload)
    {
        bool isFirstDone = await _exchanger.HandleAsync(message, payload, transport.Phase == SshPhase.Running, transport.Stopping);
        if (message == SshMessage.NewKeys && _exchanger.Algorithms is { } algorithms)
        {
            Log.KeysExchanged(
                logger,
                transport.Id,
                algorithms.KeyExchange,
                algorithms.HostKey,
                algorithms.CipherToServer,
                algorithms.MacToServer ?? "-",
                algorithms.CipherToClient,
                algorithms.MacToClient ?? "-");
        }

        if (isFirstDone)
        {
            transport.OnKeysExchanged();
        }
    }

    private void HandleTransportMessage(SshMessage message, ReadOnlySpan<byte> payload)
    {
        switch (message)
        {
            case SshMessage.Disconnect:
                throw DisconnectMessage.Read(payload);
            case SshMessage.Debug:
                var reader = new SshReader(payload[1..]);
                reader.ReadBoolean();
                Log.PeerDebug(logger, transport.Id, DisconnectMessage.Printable(reader.ReadString()));
                break;
            default:
                break;
        }
    }

    private void SendUnimplemented()
    {
        using var writer = new SshWriter(stackalloc byte[8]);
        writer.WriteByte((byte)SshMessage.Unimplemented);
        writer.WriteUInt32(input.Sequence - 1);
        transport.Output.SendUnheld(writer.Written);
    }
}

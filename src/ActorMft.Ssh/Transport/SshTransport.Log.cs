using ActorMft.Ssh.Quirks;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Transport;

internal sealed partial class SshTransport
{
    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Debug, "Connection {Id}: the peer is {Ident}; quirks: {Quirks}.")]
        public static partial void Identified(ILogger logger, long id, string ident, PeerQuirks quirks);

        [LoggerMessage(1002, LogLevel.Debug, "Connection {Id}: keys exchanged by {KeyExchange} and {HostKey}; to the server {CipherToServer} {MacToServer}, to the client {CipherToClient} {MacToClient}.")]
        public static partial void KeysExchanged(
            ILogger logger, long id, string keyExchange, string hostKey, string cipherToServer, string macToServer, string cipherToClient, string macToClient);

        [LoggerMessage(1003, LogLevel.Debug, "Connection {Id}: the peer says: {Text}")]
        public static partial void PeerDebug(ILogger logger, long id, string text);

        [LoggerMessage(1004, LogLevel.Debug, "Connection {Id} ended ({Reason}): {Message}")]
        public static partial void Ended(ILogger logger, long id, SshFailure reason, string message);

        [LoggerMessage(1005, LogLevel.Error, "Connection {Id}: handling a message failed.")]
        public static partial void Unexpected(ILogger logger, long id, Exception exception);

        [LoggerMessage(1006, LogLevel.Warning, "Connection {Id} is closed, but a file operation on it hasn't returned; its thread and its buffers are taken until it does.")]
        public static partial void LeftBehind(ILogger logger, long id);
    }
}

using ActorMft.Ssh.Quirks;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Transport;

internal sealed partial class SshTransport
{
    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Debug, "Connection {Id}: the peer is {Ident}; quirks: {Quirks}.")]
        public static partial void Identified(ILogger logger, long id, string ident, PeerQuirks quirks);

        [LoggerMessage(1004, LogLevel.Debug, "Connection {Id} ended ({Reason}): {Message}")]
        public static partial void Ended(ILogger logger, long id, SshFailure reason, string message);

        [LoggerMessage(1005, LogLevel.Error, "Connection {Id}: handling a message failed.")]
        public static partial void Unexpected(ILogger logger, long id, Exception exception);

        [LoggerMessage(1006, LogLevel.Warning, "Connection {Id} is closed, but a file operation on it hasn't returned; its thread and its buffers are taken until it does.")]
        public static partial void LeftBehind(ILogger logger, long id);
    }
}

using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Channels;

internal sealed partial class ConnectionProtocol
{
    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Debug, "Connection {Id}: the global request {Name} was refused.")]
        public static partial void GlobalRequestRefused(ILogger logger, long id, string name);

        [LoggerMessage(1102, LogLevel.Debug, "Connection {Id}: a channel of the type {Type} was refused: {Description}")]
        public static partial void OpenRefused(ILogger logger, long id, string type, string description);

        [LoggerMessage(1103, LogLevel.Debug, "Connection {Id}: the channel request {Name} {Subsystem} was refused.")]
        public static partial void RequestRefused(ILogger logger, long id, string name, string subsystem);
    }
}

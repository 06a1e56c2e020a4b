using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Authentication;

internal sealed partial class ClientAuthentication
{
    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Debug, "Connection {Id}: the server accepted {User} by {Method}.")]
        public static partial void Accepted(ILogger logger, long id, string user, string method);

        [LoggerMessage(1302, LogLevel.Debug, "Connection {Id}: the server's banner: {Text}")]
        public static partial void Banner(ILogger logger, long id, string text);
    }
}

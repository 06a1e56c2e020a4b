using System.Net;
using ActorMft.Ssh.Server;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Authentication;

internal sealed partial class ServerAuthentication
{
    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Information, "Connection {Id}: {User} at {RemoteEndPoint} logged in by {Proof}.")]
        public static partial void Accepted(ILogger logger, long id, string user, EndPoint remoteEndPoint, SshProof proof);

        [LoggerMessage(1202, LogLevel.Information, "Connection {Id}: {User} at {RemoteEndPoint} could not log in by {Method}, try {Tries}.")]
        public static partial void Refused(ILogger logger, long id, string user, EndPoint remoteEndPoint, string method, int tries);

        [LoggerMessage(1204, LogLevel.Information, "Connection {Id}: {User} at {RemoteEndPoint} proved {Proof} and has to go on with {Missing}.")]
        public static partial void PartlyAccepted(ILogger logger, long id, string user, EndPoint remoteEndPoint, SshProof proof, SshMethods missing);

        [LoggerMessage(1203, LogLevel.Error, "Connection {Id}: a login could not be checked.")]
        public static partial void Unavailable(ILogger logger, long id, Exception exception);
    }
}

using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Transport;

internal sealed partial class MessageDispatcher
{
    private static partial class Log
    {
        [LoggerMessage(1002, LogLevel.Debug, "Connection {Id}: keys exchanged by {KeyExchange} and {HostKey}; to the server {CipherToServer} {MacToServer}, to the client {CipherToClient} {MacToClient}.")]
        public static partial void KeysExchanged(
            ILogger logger, long id, string keyExchange, string hostKey, string cipherToServer, string macToServer, string cipherToClient, string macToClient);

        [LoggerMessage(1003, LogLevel.Debug, "Connection {Id}: the peer says: {Text}")]
        public static partial void PeerDebug(ILogger logger, long id, string text);
    }
}

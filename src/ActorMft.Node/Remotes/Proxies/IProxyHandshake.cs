namespace ActorMft.Node.Remotes.Proxies;

/// <summary>Has a proxy connect to a server; afterwards the stream is the connection to it. Never reads beyond the proxy's last byte.</summary>
internal interface IProxyHandshake
{
    /// <param name="stream">Towards the proxy.</param>
    /// <param name="login">How to log in at the proxy.</param>
    /// <param name="host">The server's host name or address.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteException">Step <see cref="ConnectStep.Proxy"/>.</exception>
    /// <exception cref="IOException">The connection to the proxy broke.</exception>
    Task ConnectAsync(Stream stream, ProxyLogin login, string host, int port, CancellationToken cancellationToken);
}

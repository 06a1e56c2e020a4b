using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes.Proxies;

/// <summary>Goes through a proxy: the right handshake, within a time limit.</summary>
internal static class ProxyConnector
{
    /// <summary>Proxies answer when they have connected, or given up.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    /// <summary>Turns a connection to a proxy into one to a server.</summary>
    /// <param name="stream">Towards the proxy.</param>
    /// <param name="login">The proxy.</param>
    /// <param name="host">The server's.</param>
    /// <param name="port">The server's.</param>
    /// <param name="patience">Limit for all of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteException">Step <see cref="ConnectStep.Proxy"/>.</exception>
    public static async Task ConnectAsync(Stream stream, ProxyLogin login, string host, int port, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await HandshakeOf(login.Proxy.Type).ConnectAsync(stream, login, host, port, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProxyWords.Failure(login.Proxy, $"did not say within {patience.TotalSeconds:0} s whether it connected to {ProxyWords.Address(host, port)}. Check the remote's proxy.type and the proxy, and that the server can be reached from it.", isTransient: true);
        }
        catch (IOException exception)
        {
            throw ProxyWords.Failure(login.Proxy, $"ended the connection without an answer ({exception.Message.TrimEnd('.')}). Check the remote's proxy.type and proxy.port, and whether the proxy lets this node in.", isTransient: true, exception);
        }
    }

    private static IProxyHandshake HandshakeOf(ProxyType type) => type switch
    {
        ProxyType.Http => new HttpConnect(),
        ProxyType.Socks4 => new Socks4(isNameSent: false),
        ProxyType.Socks4a => new Socks4(isNameSent: true),
        _ => new Socks5(),
    };
}

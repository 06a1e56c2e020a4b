using System.Net;
using System.Net.Sockets;

namespace ActorMft.Node.Remotes;

/// <summary>Opens the TCP connection to a remote server or its proxy: name lookup, source address, connect.</summary>
internal static class RemoteDialer
{
    /// <summary>Connects to the first of the host's addresses that answers.</summary>
    /// <param name="target">The server or the proxy.</param>
    /// <param name="bindAddress">Local source address, or null for the system's choice.</param>
    /// <param name="timeout">Limit for each address.</param>
    /// <param name="create">Makes the socket for an address of a family; one at a time is open.</param>
    /// <param name="trace">Is told the steps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteException">Step <see cref="ConnectStep.NameLookup"/> or <see cref="ConnectStep.Tcp"/>.</exception>
    public static async Task<OutboundSocket> ConnectAsync(
        DialTarget target, string? bindAddress, TimeSpan timeout, Func<AddressFamily, OutboundSocket> create, ConnectTrace trace, CancellationToken cancellationToken)
    {
        trace.Begin(ConnectStep.NameLookup);
        var source = bindAddress is null ? null : ParseSource(bindAddress);
        var addresses = await LookUpAsync(target, source, cancellationToken);
        trace.Begin(ConnectStep.Tcp, string.Join(", ", addresses));
        RemoteException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(target, new IPEndPoint(address, target.Port), source, timeout, create(address.AddressFamily), cancellationToken);
            }
            catch (RemoteException exception)
            {
                last = exception;
            }
        }

        throw last!;
    }

    private static IPAddress ParseSource(string bindAddress) =>
        IPAddress.TryParse(bindAddress, out var address)
            ? address
            : throw new RemoteException(ConnectStep.Tcp, $"bindAddress '{bindAddress}' is not an IP address. Give the remote one of this machine's addresses, or leave it out.", isTransient: false);

    private static async Task<IReadOnlyList<IPAddress>> LookUpAsync(DialTarget target, IPAddress? source, CancellationToken cancellationToken)
    {
        IPAddress[] found;
        try
        {
            found = await Dns.GetHostAddressesAsync(target.Host, source?.AddressFamily ?? AddressFamily.Unspecified, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new RemoteException(ConnectStep.NameLookup, $"The host name '{target.Host}' could not be found ({exception.Message}). Check {target.Setting}, and this machine's name servers.", isTransient: true, exception);
        }

        return found.Length > 0
            ? found
            : throw new RemoteException(ConnectStep.NameLookup, $"The host name '{target.Host}' has no address{(source is null ? "" : $" of the same kind as bindAddress {source}")}. Check {target.Setting}.", isTransient: true);
    }

    private static async Task<OutboundSocket> ConnectAsync(
        DialTarget target, IPEndPoint address, IPAddress? source, TimeSpan timeout, OutboundSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            socket.Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Bind(socket.Socket, source);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(timeout);
            await socket.ConnectAsync(address, limit.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new RemoteException(ConnectStep.Tcp, $"{Called(target, address)} did not answer within {timeout.TotalSeconds:0} s. A firewall may be dropping the connection; check host and port, and whether another source address is expected (bindAddress).", isTransient: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new RemoteException(ConnectStep.Tcp, Describe(target, address, exception), isTransient: true, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(Socket socket, IPAddress? source)
    {
        if (source is null)
        {
            return;
        }

        try
        {
            socket.Bind(new IPEndPoint(source, 0));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new RemoteException(ConnectStep.Tcp, $"Connections can't be made from bindAddress {source}: this node's machine ({Environment.MachineName}) doesn't have that address. Give the remote one that every node's machine has, or leave it out.", isTransient: false, exception);
        }
        catch (SocketException exception)
        {
            throw new RemoteException(ConnectStep.Tcp, $"Connections can't be made from bindAddress {source}: {exception.Message}. Give the remote one of this machine's addresses.", isTransient: false, exception);
        }
    }

    private static string Describe(DialTarget target, IPEndPoint address, SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"{Called(target, address)} refused the connection: no {(target.Proxy is null ? "server" : "proxy")} is listening there now. Check that it runs, and {target.PortSetting}.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"There is no route to {Called(target, address)} ({exception.Message}). Check this machine's network.",
        _ => $"The connection to {Called(target, address)} failed: {exception.Message}.",
    };

    private static string Called(DialTarget target, IPEndPoint address) =>
        target.Proxy is null ? $"{address}"
        : target.Proxy.EndsWith($" {address}", StringComparison.Ordinal) ? target.Proxy
        : $"{target.Proxy} ({address})";
}

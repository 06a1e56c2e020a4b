using System.Net;
using System.Net.Sockets;

namespace ActorMft.Node.Remotes;

/// <summary>Opens the TCP connection to a remote server: name lookup, source address, connect.</summary>
internal static class RemoteDialer
{
    /// <summary>Connects to the first of the host's addresses that answers.</summary>
    /// <param name="host">Host name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="bindAddress">Local source address, or null for the system's choice.</param>
    /// <param name="timeout">Limit for each address.</param>
    /// <param name="create">Makes the socket for an address of a family; one at a time is open.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteException">Step <see cref="ConnectStep.NameLookup"/> or <see cref="ConnectStep.Tcp"/>.</exception>
    public static async Task<OutboundSocket> ConnectAsync(
        string host, int port, string? bindAddress, TimeSpan timeout, Func<AddressFamily, OutboundSocket> create, CancellationToken cancellationToken)
    {
        var source = bindAddress is null ? null : ParseSource(bindAddress);
        var addresses = await LookUpAsync(host, source, cancellationToken);
        RemoteException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(address, port), source, timeout, create(address.AddressFamily), cancellationToken);
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

    private static async Task<IReadOnlyList<IPAddress>> LookUpAsync(string host, IPAddress? source, CancellationToken cancellationToken)
    {
        IPAddress[] found;
        try
        {
            found = await Dns.GetHostAddressesAsync(host, source?.AddressFamily ?? AddressFamily.Unspecified, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new RemoteException(ConnectStep.NameLookup, $"The host name '{host}' could not be found ({exception.Message}). Check the remote's host, and this machine's name servers.", isTransient: true, exception);
        }

        return found.Length > 0
            ? found
            : throw new RemoteException(ConnectStep.NameLookup, $"The host name '{host}' has no address{(source is null ? "" : $" of the same kind as bindAddress {source}")}. Check the remote's host.", isTransient: true);
    }

    private static async Task<OutboundSocket> ConnectAsync(
        IPEndPoint target, IPAddress? source, TimeSpan timeout, OutboundSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            socket.Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            Bind(socket.Socket, source);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(timeout);
            await socket.Socket.ConnectAsync(target, limit.Token);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new RemoteException(ConnectStep.Tcp, $"{target} did not answer within {timeout.TotalSeconds:0} s. A firewall may be dropping the connection; check host and port, and whether the partner expects another source address (bindAddress).", isTransient: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new RemoteException(ConnectStep.Tcp, Describe(target, exception), isTransient: true, exception);
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
        catch (SocketException exception)
        {
            throw new RemoteException(ConnectStep.Tcp, $"Connections can't be made from bindAddress {source}: {exception.Message}. Give the remote one of this machine's addresses.", isTransient: false, exception);
        }
    }

    private static string Describe(IPEndPoint target, SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"{target} refused the connection: no server is listening there now. Check that the server runs, and the remote's port.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"There is no route to {target} ({exception.Message}). Check this machine's network.",
        _ => $"The connection to {target} failed: {exception.Message}.",
    };
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes.Proxies;

/// <summary>
/// SOCKS 4: byte 4, byte 1 (CONNECT), port, IPv4 address, user id and a zero; 4a has the address 0.0.0.1 and, after the user id, the host name
/// and a zero. The answer: byte 0, byte 90 (granted) or more, six bytes of no use.
/// </summary>
/// <param name="isNameSent">4a: the proxy looks the name up.</param>
internal sealed class Socks4(bool isNameSent) : IProxyHandshake
{
    private const byte Version = 4;
    private const byte Connect = 1;
    private const int MaxName = 255;

    public async Task ConnectAsync(Stream stream, ProxyLogin login, string host, int port, CancellationToken cancellationToken)
    {
        var address = await FindAddressAsync(login.Proxy, host, cancellationToken);
        byte[] name = address is null ? [.. NameOf(login.Proxy, host), 0] : [];
        byte[] request = [Version, Connect, 0, 0, 0, 0, 0, 1, .. Encoding.UTF8.GetBytes(login.Proxy.Username ?? ""), 0, .. name];
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(2), (ushort)port);
        address?.TryWriteBytes(request.AsSpan(4), out _);
        await stream.WriteAsync(request, cancellationToken);

        var answer = new byte[8];
        await stream.ReadExactlyAsync(answer.AsMemory(0, 2), cancellationToken);
        if (answer[0] != 0)
        {
            throw ProxyWords.Nonsense(login.Proxy, $"its answer starts with byte {answer[0]}, and 0 was expected");
        }

        await stream.ReadExactlyAsync(answer.AsMemory(2), cancellationToken);
        if (answer[1] != 90)
        {
            throw Refused(login.Proxy, answer[1], ProxyWords.Address(host, port));
        }
    }

    /// <summary>Null: the name is sent.</summary>
    private async Task<IPAddress?> FindAddressAsync(ProxySpec proxy, string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal) && literal.AddressFamily == AddressFamily.InterNetwork)
        {
            return literal;
        }

        if (literal is not null)
        {
            throw ProxyWords.Failure(proxy, $"can't be asked for {host}: SOCKS 4 knows only IPv4 addresses. Use proxy.type socks5 if the proxy speaks it, or a host name.", isTransient: false);
        }

        if (isNameSent)
        {
            return null;
        }

        try
        {
            return (await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, cancellationToken)).First();
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            throw new RemoteException(ConnectStep.NameLookup, $"The host name '{host}' has no IPv4 address here ({exception.Message}), which SOCKS 4 needs. Use proxy.type socks4a or socks5 to have the proxy look the name up.", isTransient: true, exception);
        }
    }

    private static byte[] NameOf(ProxySpec proxy, string host)
    {
        var name = Encoding.UTF8.GetBytes(host);
        return name.Length is > 0 and <= MaxName && !name.Contains((byte)0)
            ? name
            : throw ProxyWords.Failure(proxy, $"can't be asked for a host name of {name.Length} bytes; {MaxName} fit. Check the remote's host.", isTransient: false);
    }

    private static RemoteException Refused(ProxySpec proxy, byte code, string target) => code switch
    {
        91 => ProxyWords.Failure(proxy, $"refused or failed to connect to {target} (code 91: rejected or failed). Check that the server can be reached from the proxy and that its rules allow it.", isTransient: true),
        92 or 93 => ProxyWords.Failure(proxy, $"doesn't accept the user id '{proxy.Username}' (code {code}). Check the remote's proxy.username with whoever runs the proxy.", isTransient: false),
        _ => ProxyWords.Failure(proxy, $"refused to connect to {target} with a code that SOCKS 4 doesn't have ({code}). Check the remote's proxy.type.", isTransient: true),
    };
}

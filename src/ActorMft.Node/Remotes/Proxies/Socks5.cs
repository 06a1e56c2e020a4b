using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes.Proxies;

/// <summary>
/// SOCKS 5 (RFC 1928) with user name and password (RFC 1929). Byte 5, the methods; the answer chooses one. Then byte 5, byte 1 (CONNECT), 0,
/// the address by type (1 IPv4, 3 name with its length, 4 IPv6) and the port; the answer: byte 5, a code, 0, an address and port of no use.
/// </summary>
internal sealed class Socks5 : IProxyHandshake
{
    private const byte Version = 5;
    private const byte NoLogin = 0;
    private const byte PasswordLogin = 2;
    private const byte NothingFits = 0xFF;
    private const byte Connect = 1;
    private const byte IPv4 = 1;
    private const byte Name = 3;
    private const byte IPv6 = 4;
    private const int MaxText = 255;

    public async Task ConnectAsync(Stream stream, ProxyLogin login, string host, int port, CancellationToken cancellationToken)
    {
        byte[] methods = login.Proxy.Username is null ? [NoLogin] : [NoLogin, PasswordLogin];
        await stream.WriteAsync(new byte[] { Version, (byte)methods.Length }.Concat(methods).ToArray(), cancellationToken);
        var chosen = await ReadAsync(stream, login.Proxy, 2, cancellationToken);
        if (chosen[1] == PasswordLogin && login.Proxy.Username is { } user)
        {
            await LogInAsync(stream, login, user, cancellationToken);
        }
        else if (chosen[1] != NoLogin)
        {
            throw NoCommonLogin(login.Proxy, chosen[1]);
        }

        await RequestAsync(stream, login.Proxy, host, port, cancellationToken);
    }

    /// <summary>byte 1, string user, string password, each with a byte of length; the answer: a version, 0 for success.</summary>
    private static async Task LogInAsync(Stream stream, ProxyLogin login, string user, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetBytes(user);
        var password = Encoding.UTF8.GetBytes(login.Password ?? "");
        if (name.Length > MaxText || password.Length > MaxText)
        {
            throw ProxyWords.Failure(login.Proxy, $"takes user names and passwords of at most {MaxText} bytes; the remote's proxy.username has {name.Length} and proxy.password {password.Length}.", isTransient: false);
        }

        await stream.WriteAsync(new byte[] { 1, (byte)name.Length }.Concat(name).Append((byte)password.Length).Concat(password).ToArray(), cancellationToken);
        var answer = new byte[2];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        if (answer[1] != 0)
        {
            throw ProxyWords.Failure(login.Proxy, $"refused the login '{user}' (code {answer[1]}). Check proxy.username and proxy.password of the remote.", isTransient: false);
        }
    }

    private static async Task RequestAsync(Stream stream, ProxySpec proxy, string host, int port, CancellationToken cancellationToken)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        await stream.WriteAsync(new byte[] { Version, Connect, 0 }.Concat(AddressOf(proxy, host)).Concat(bytes).ToArray(), cancellationToken);

        var answer = await ReadAsync(stream, proxy, 4, cancellationToken);
        if (answer[1] != 0)
        {
            throw Refused(proxy, answer[1], ProxyWords.Address(host, port));
        }

        var length = answer[3] switch
        {
            IPv4 => 4,
            IPv6 => 16,
            Name => (await ReadAsync(stream, 1, cancellationToken))[0],
            var type => throw ProxyWords.Nonsense(proxy, $"its answer has an address of type {type}"),
        };
        await ReadAsync(stream, length + 2, cancellationToken);
    }

    private static byte[] AddressOf(ProxySpec proxy, string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address.AddressFamily == AddressFamily.InterNetwork ? IPv4 : IPv6, .. address.GetAddressBytes()];
        }

        var name = Encoding.UTF8.GetBytes(host);
        return name.Length <= MaxText
            ? [Name, (byte)name.Length, .. name]
            : throw ProxyWords.Failure(proxy, $"can't be asked for a host name of {name.Length} bytes; {MaxText} fit. Check the remote's host.", isTransient: false);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, ProxySpec proxy, int count, CancellationToken cancellationToken)
    {
        var first = await ReadAsync(stream, 1, cancellationToken);
        return first[0] == Version
            ? [Version, .. await ReadAsync(stream, count - 1, cancellationToken)]
            : throw ProxyWords.Nonsense(proxy, $"its answer starts with byte {first[0]}, and {Version} was expected");
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static RemoteException NoCommonLogin(ProxySpec proxy, byte method) => method == NothingFits
        ? proxy.Username is null
            ? ProxyWords.Failure(proxy, "wants a login. Give the remote proxy.username and proxy.password.", isTransient: false)
            : ProxyWords.Failure(proxy, "accepts neither a login with user name and password nor none at all. Ask whoever runs the proxy which logins it takes; these two can be done.", isTransient: false)
        : ProxyWords.Nonsense(proxy, $"it chose the login method {method}, which was not offered");

    private static RemoteException Refused(ProxySpec proxy, byte code, string target) => code switch
    {
        2 => ProxyWords.Failure(proxy, $"does not allow connections to {target} (code 2: not allowed by ruleset). Ask whoever runs the proxy to allow that host and port.", isTransient: false),
        3 => Unreached(proxy, target, "code 3: network unreachable"),
        4 => Unreached(proxy, target, "code 4: host unreachable, or its name not found there"),
        5 => Unreached(proxy, target, "code 5: connection refused"),
        6 => Unreached(proxy, target, "code 6: TTL expired"),
        7 or 8 => ProxyWords.Failure(proxy, $"can't do this (code {code}: {(code == 7 ? "command" : "address type")} not supported). Check the remote's proxy.type, and its host.", isTransient: false),
        _ => Unreached(proxy, target, $"code {code}: general failure"),
    };

    private static RemoteException Unreached(ProxySpec proxy, string target, string said) =>
        ProxyWords.Failure(proxy, $"could not connect to {target} ({said}). Check that the server runs and can be reached from the proxy, and the remote's host and port.", isTransient: true);
}

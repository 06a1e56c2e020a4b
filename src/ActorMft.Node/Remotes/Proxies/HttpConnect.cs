using System.Globalization;
using System.Text;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes.Proxies;

/// <summary>
/// CONNECT (RFC 9110, section 9.3.6) with Basic authentication (RFC 7617). The answer: <c>HTTP/1.x STATUS REASON</c>, header lines, an empty
/// line; with a status of 2xx the tunnel begins right after it.
/// </summary>
internal sealed class HttpConnect : IProxyHandshake
{
    /// <summary>For the whole answer's head, in bytes.</summary>
    private const int MaxHead = 16 * 1024;

    public async Task ConnectAsync(Stream stream, ProxyLogin login, string host, int port, CancellationToken cancellationToken)
    {
        var target = ProxyWords.Address(host, port);
        var credentials = login.Proxy.Username is { } user ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{login.Password}")) : null;
        var request = $"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{(credentials is null ? "" : $"Proxy-Authorization: Basic {credentials}\r\n")}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);

        var head = await ReadHeadAsync(stream, login.Proxy, cancellationToken);
        var lineEnd = head.IndexOf((byte)'\n');
        var line = Encoding.Latin1.GetString(head, 0, lineEnd).TrimEnd('\r');
        if (StatusOf(line) is not { } status)
        {
            throw ProxyWords.Nonsense(login.Proxy, $"it answered '{ProxyWords.Quote(head.AsSpan(0, lineEnd), login.Password, credentials)}'");
        }

        if (status is < 200 or >= 300)
        {
            throw Refused(login.Proxy, status, ProxyWords.Quote(head.AsSpan(0, lineEnd), login.Password, credentials), target, isLoginSent: credentials is not null);
        }
    }

    /// <summary>Byte by byte: what follows the empty line is the server's already.</summary>
    private static async Task<byte[]> ReadHeadAsync(Stream stream, ProxySpec proxy, CancellationToken cancellationToken)
    {
        var head = new byte[MaxHead];
        for (var length = 0; length < MaxHead;)
        {
            await stream.ReadExactlyAsync(head.AsMemory(length, 1), cancellationToken);
            length++;
            if (length == 5 && !head.AsSpan(0, 5).SequenceEqual("HTTP/"u8))
            {
                throw ProxyWords.Nonsense(proxy, $"its answer starts with '{ProxyWords.Quote(head.AsSpan(0, 5))}'");
            }

            if (head.AsSpan(0, length).EndsWith("\n\n"u8) || head.AsSpan(0, length).EndsWith("\n\r\n"u8))
            {
                return head[..length];
            }
        }

        throw ProxyWords.Nonsense(proxy, $"the head of its answer is longer than {MaxHead} bytes");
    }

    private static int? StatusOf(string line)
    {
        var parts = line.Split(' ', 3);
        return parts.Length >= 2 && parts[0] is "HTTP/1.0" or "HTTP/1.1" && parts[1].Length == 3
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;
    }

    private static RemoteException Refused(ProxySpec proxy, int status, string said, string target, bool isLoginSent) => status switch
    {
        407 or 401 when isLoginSent => ProxyWords.Failure(proxy, $"refused the login '{proxy.Username}' ({said}). Check proxy.username and proxy.password of the remote.", isTransient: false),
        407 or 401 => ProxyWords.Failure(proxy, $"wants a login ({said}). Give the remote proxy.username and proxy.password.", isTransient: false),
        403 or 405 => ProxyWords.Failure(proxy, $"does not allow connections to {target} ({said}). Ask whoever runs the proxy to allow CONNECT to that host and port.", isTransient: false),
        >= 500 => ProxyWords.Failure(proxy, $"could not connect to {target} ({said}). Check that the server runs and can be reached from the proxy, and the remote's host and port.", isTransient: true),
        _ => ProxyWords.Failure(proxy, $"refused to connect to {target} ({said}). Check the remote's proxy and its rules.", isTransient: true),
    };
}

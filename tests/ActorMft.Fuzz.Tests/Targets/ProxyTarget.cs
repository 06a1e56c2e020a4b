using System.Text;
using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes;
using ActorMft.Node.Remotes.Proxies;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>What a proxy answers to our client.</summary>
internal sealed class ProxyTarget(ProxyType type) : FuzzTarget
{
    private const string Password = "s3cr3t-w0rd";

    private readonly ProxyLogin _login = new(new ProxySpec { Type = type, Host = "proxy", Port = 1080, Username = "user" }, Password);

    public override string Name => $"proxy-{type}".ToLowerInvariant();

    public override IReadOnlyList<byte[]> Seeds { get; } = type switch
    {
        ProxyType.Http =>
        [
            .. ((string[])["HTTP/1.1 200 OK\r\nVia: x\r\n\r\n", "HTTP/1.0 407 Wanted\r\nProxy-Authenticate: Basic\r\n\r\n", "HTTP/1.1 503 No\n\n", "SSH-2.0-x\r\n"])
                .Select(Encoding.Latin1.GetBytes),
        ],
        ProxyType.Socks5 => [[5, 0, 5, 0, 0, 1, 1, 2, 3, 4, 0, 22], [5, 2, 1, 0, 5, 0, 0, 3, 3, 65, 66, 67, 0, 22], [5, 0xFF], [5, 0, 5, 5, 0, 4, .. new byte[18]]],
        _ => [[0, 90, 0, 0, 0, 0, 0, 0], [0, 91, 1, 2, 3, 4, 5, 6]],
    };

    public override async Task<string> RunAsync(byte[] input)
    {
        try
        {
            await ProxyConnector.ConnectAsync(new HalfStream(input), _login, "192.0.2.1", 22, TimeSpan.FromSeconds(30), CancellationToken.None);
            return "connected";
        }
        catch (RemoteException refusal)
        {
            return refusal.Message.Contains(Password, StringComparison.Ordinal)
                ? throw new InvalidOperationException("The password is in the message: " + refusal.Message, refusal)
                : Refused(refusal);
        }
    }
}

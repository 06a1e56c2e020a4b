using System.Text;
using ActorMft.Node.Sessions.Proxy;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>The load balancer's PROXY header, both versions.</summary>
internal sealed class ProxyHeaderTarget : FuzzTarget
{
    private static readonly byte[] s_signature = [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    public override string Name => "proxy-header";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Encoding.ASCII.GetBytes("PROXY TCP4 192.0.2.1 198.51.100.7 56324 22\r\n"),
        Encoding.ASCII.GetBytes("PROXY TCP6 2001:db8::1 2001:db8::2 56324 22\r\n"),
        Encoding.ASCII.GetBytes("PROXY UNKNOWN anything\r\n"),
        [.. s_signature, 0x21, 0x11, 0, 12, 192, 0, 2, 1, 198, 51, 100, 7, 1, 2, 0, 22],
        [.. s_signature, 0x21, 0x21, 0, 36, .. new byte[36]],
        [.. s_signature, 0x20, 0, 0, 0],
    ];

    public override async Task<string> RunAsync(byte[] input)
    {
        try
        {
            return "from " + (await ProxyHeader.ReadAsync(new MemoryStream(input), CancellationToken.None))?.AddressFamily;
        }
        catch (ProxyHeaderException refusal)
        {
            return Refused(refusal);
        }
    }
}

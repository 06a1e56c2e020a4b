using System.Text;
using ActorMft.Ssh;
using ActorMft.Ssh.Transport;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>The lines that open a connection.</summary>
internal sealed class IdentificationTarget(bool isServer) : FuzzTarget
{
    public override string Name => isServer ? "identification-server" : "identification-client";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ((string[])["SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "SSH-1.99-old\n", "banner\r\nmore\r\nSSH-2.0-x\r\n", "SSH-1.5-ancient\r\n", new string('x', 300) + "\n", "GET / HTTP/1.1\r\n\r\n"])
            .Select(Encoding.Latin1.GetBytes),
    ];

    public override async Task<string> RunAsync(byte[] input)
    {
        using var received = new PacketInput(new MemoryStream(input), TimeProvider.System);
        using var sent = new PacketOutput(long.MaxValue);
        try
        {
            _ = await VersionExchange.RunAsync(received, sent, "SSH-2.0-Fuzz", isServer, CancellationToken.None);
            return "identified";
        }
        catch (SshException refusal)
        {
            return Refused(refusal);
        }
    }
}

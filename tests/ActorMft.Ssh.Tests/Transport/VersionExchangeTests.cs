using System.Text;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;

namespace ActorMft.Ssh.Tests.Transport;

/// <summary>What a client may say first, and how long it may be.</summary>
public sealed class VersionExchangeTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "GET / HTTP/1.1\r\n", "no SSH identification" },
        { "SSH-1.5-old\r\n", "another version of SSH" },
        { "SSH-1.99-both\r\n", "another version of SSH" },
        { "SSH-2.0-a\tb\r\n", "control character" },
        { "SSH-2.0-" + new string('x', 247) + "\r\n", "255" },
        { "SSH-2.0-" + new string('x', 10_000), "255" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Line_that_is_no_identification_or_is_longer_than_255_bytes_is_refused(string line, string reason)
    {
        (DuplexStream client, DuplexStream server) = DuplexStream.CreatePair();
        Task<SshServerConnection> accepting = EchoPair.AcceptAsync(server);
        Task hearing = client.CopyToAsync(Stream.Null);
        await client.WriteAsync(Encoding.ASCII.GetBytes(line));
        (await Should.ThrowAsync<SshException>(accepting.WaitAsync(Defaults.Patience))).Message.ShouldContain(reason);
        await hearing.WaitAsync(Defaults.Patience);
        await client.DisposeAsync();
    }
}

using ActorMft.Ssh.Quirks;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Transport;

public sealed class QuirkTests
{
    private const int RekeyBytes = 64 * 1024;

    private static readonly SshServerOptions s_server = Defaults.Server with { RekeyBytes = RekeyBytes };

    private static readonly byte[] s_request = [(byte)SshMessage.GlobalRequest, 0, 0, 0, 1, (byte)'x', 1];

    [Theory]
    [InlineData("SSH-2.0-AsyncSSH_2.10.1", PeerQuirks.LinkBeforeTarget | PeerQuirks.TalksDuringExchange)]
    [InlineData("SSH-2.0-AsyncSSH_2.20.0", PeerQuirks.LinkBeforeTarget)]
    [InlineData("SSH-2.0-libssh_0.11.0", PeerQuirks.LinkBeforeTarget)]
    [InlineData("SSH-2.0-libssh2_1.11.0", PeerQuirks.None)]
    [InlineData("SSH-2.0-OpenSSH_10.0", PeerQuirks.None)]
    [InlineData("", PeerQuirks.None)]
    public void Identification_tells_the_quirks(string ident, PeerQuirks quirks) => KnownQuirks.Of(ident).ShouldBe(quirks);

    [Fact]
    public void Every_quirk_has_a_reason() => KnownQuirks.All.ShouldAllBe(static quirk => quirk.Reason.EndsWith('.') && quirk.Quirks != PeerQuirks.None);

    [Fact]
    public async Task Message_between_the_keyexinit_and_the_new_keys_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync(s_server);
        await TalkDuringExchangeAsync(client);
        (await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError)).ShouldContain("came during a key exchange");
    }

    [Fact]
    public async Task Message_between_the_keyexinit_and_the_new_keys_is_answered_after_them_to_those_known_for_it()
    {
        await using RawClient client = await RawClient.ConnectAsync(s_server, softwareVersion: "AsyncSSH_2.10.1");
        byte[] init = await TalkDuringExchangeAsync(client);
        await client.Exchanger.HandleAsync(SshMessage.KeyExchangeInit, init, isRunning: true, CancellationToken.None);
        await client.ExchangeKeysAsync();
        await client.ExpectAsync(SshMessage.RequestFailure);
    }

    /// <summary>Logs in, provokes the server's KEXINIT, sends its own and a request behind it.</summary>
    /// <returns>The server's KEXINIT.</returns>
    private static async Task<byte[]> TalkDuringExchangeAsync(RawClient client)
    {
        await client.LogInAsync();
        SendIdleTalk(client);
        byte[] init = await client.ExpectAsync(SshMessage.KeyExchangeInit);
        client.Exchanger.Start();
        client.Output.SendUnheld(s_request);
        return init;
    }

    private static void SendIdleTalk(RawClient client)
    {
        using var writer = new SshWriter([]);
        writer.WriteByte((byte)SshMessage.Ignore);
        writer.WriteString(new byte[RekeyBytes]);
        client.Output.SendUnheld(writer.Written);
    }
}

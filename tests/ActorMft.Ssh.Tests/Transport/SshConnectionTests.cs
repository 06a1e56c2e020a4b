using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Tests.Support;

namespace ActorMft.Ssh.Tests.Transport;

public sealed class SshConnectionTests
{
    private const string Exchanged = "keys exchanged by";

    public static TheoryData<string> KeyExchanges => [.. SshAlgorithms.KeyExchangeNames];

    public static TheoryData<string> HostKeys => ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"];

    public static TheoryData<string> Ciphers => [.. SshAlgorithms.CipherNames];

    public static TheoryData<string> Macs => [.. SshAlgorithms.MacNames];

    [Theory]
    [MemberData(nameof(KeyExchanges))]
    public Task Key_exchange_each_method_carries_data(string name) =>
        EchoAsync(Defaults.Client with { Algorithms = Defaults.Only(keyExchange: name) });

    [Theory]
    [MemberData(nameof(HostKeys))]
    public Task Host_key_each_algorithm_carries_data(string name) =>
        EchoAsync(Defaults.Client with { Algorithms = Defaults.Only(hostKey: name) });

    [Theory]
    [MemberData(nameof(Ciphers))]
    public Task Cipher_each_carries_data(string name) =>
        EchoAsync(Defaults.Client with { Algorithms = Defaults.Only(cipher: name) });

    [Theory]
    [MemberData(nameof(Macs))]
    public Task Mac_each_carries_data(string name) =>
        EchoAsync(Defaults.Client with { Algorithms = Defaults.Only(cipher: "aes256-ctr", mac: name) });

    [Fact]
    public async Task Connection_without_common_cipher_names_both_lists()
    {
        SshException failure = await Should.ThrowAsync<SshException>(EchoPair.ConnectAsync(
            Defaults.Client with { Algorithms = Defaults.Only(cipher: "aes128-ctr") },
            Defaults.Server with { Algorithms = Defaults.Only(cipher: "aes256-ctr") }));
        failure.Message.ShouldContain("aes128-ctr");
        failure.Message.ShouldContain("aes256-ctr");
    }

    [Fact]
    public async Task Host_key_that_is_not_accepted_ends_the_connection_before_the_login()
    {
        var users = new TestUsers();
        SshException failure = await Should.ThrowAsync<SshException>(EchoPair.ConnectAsync(
            Defaults.Client with { VerifyHostKey = (_, _) => ValueTask.FromResult(false) }, users: users));
        failure.Reason.ShouldBe(SshFailure.HostKeyRefused);
        users.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Host_key_that_changes_at_a_rekey_ends_the_connection()
    {
        List<SshPrivateKey> keys = [SshPrivateKey.Generate(SshKeyType.Ed25519)];
        SshException failure = await Should.ThrowAsync<SshException>(async () =>
        {
            await using EchoPair pair = await EchoPair.ConnectAsync(
                Defaults.Client with { RekeyBytes = 256 * 1024 }, Defaults.Server with { HostKeys = keys });
            keys[0] = SshPrivateKey.Generate(SshKeyType.Ed25519);
            SshChannel channel = await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
            await ChannelTraffic.EchoAsync(channel, 4 * 1024 * 1024);
        });
        failure.Reason.ShouldBe(SshFailure.HostKeyRefused);
        failure.Message.ShouldContain("now shows");
    }

    [Fact]
    public async Task Rekey_by_the_client_under_traffic_both_ways_loses_nothing()
    {
        int asked = 0;
        var log = new LogLines();
        await EchoAsync(
            Defaults.Client with
            {
                RekeyBytes = 256 * 1024,
                VerifyHostKey = (_, _) => ValueTask.FromResult(Interlocked.Increment(ref asked) == 1),
            },
            length: 32 * 1024 * 1024,
            log);
        asked.ShouldBe(1);
        log.Count(Exchanged).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Rekey_by_both_sides_under_traffic_both_ways_loses_nothing()
    {
        var log = new LogLines();
        await using EchoPair pair = await EchoPair.ConnectAsync(
            Defaults.Client with { RekeyBytes = 200 * 1024, Algorithms = Defaults.Only(cipher: "chacha20-poly1305@openssh.com") },
            Defaults.Server with { RekeyBytes = 300 * 1024 },
            log: log);
        SshChannel[] channels = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pair.Client.OpenSubsystemAsync("echo", CancellationToken.None)));
        await Task.WhenAll(channels.Select(channel => ChannelTraffic.EchoAsync(channel, 8 * 1024 * 1024)));
        log.Count(Exchanged).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Rekey_by_time_happens_without_traffic()
    {
        var log = new LogLines();
        await using EchoPair pair = await EchoPair.ConnectAsync(Defaults.Client with { RekeyInterval = TimeSpan.FromMilliseconds(20) }, log: log);
        await log.ExpectAsync(Exchanged, count: 4);
        SshChannel channel = await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
        await ChannelTraffic.EchoAsync(channel, 1000);

        pair.Client.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Close_called_twice_ends_both_sides()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync();
        await pair.Client.CloseAsync(SshDisconnectReason.ByApplication, "done");
        await pair.Client.CloseAsync(SshDisconnectReason.ByApplication, "done");
        await pair.Server.Completion.WaitAsync(Defaults.Patience);
        pair.Client.Failure!.Reason.ShouldBe(SshFailure.Closed);
        pair.Server.Failure!.Reason.ShouldBe(SshFailure.Disconnected);
        pair.Server.Failure.Message.ShouldContain("done");
        (await pair.Server.AcceptChannelAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Options_out_of_range_are_refused_by_name()
    {
        (DuplexStream client, DuplexStream _) = DuplexStream.CreatePair();
        ArgumentException failure = await Should.ThrowAsync<ArgumentException>(EchoPair.AcceptAsync(client, Defaults.Server with { MaxPacket = 100 }));
        failure.Message.ShouldContain("MaxPacket is 100");
    }

    private static async Task EchoAsync(SshClientOptions options, long length = 1024 * 1024, LogLines? log = null)
    {
        await using EchoPair pair = await EchoPair.ConnectAsync(options, log: log);
        SshChannel channel = await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
        await ChannelTraffic.EchoAsync(channel, length);
        await channel.CloseAsync(null);
    }
}

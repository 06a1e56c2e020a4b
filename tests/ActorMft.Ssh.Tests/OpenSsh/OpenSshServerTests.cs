using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Tests.Keys;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.OpenSsh;

/// <summary>Our client against a real <c>sshd</c>.</summary>
public sealed class OpenSshServerTests
{
    private static readonly SshClientOptions s_options = Defaults.Client with { UserName = Environment.UserName };

    [Theory]
    [InlineData("curve25519-sha256", null, null)]
    [InlineData("curve25519-sha256@libssh.org", null, null)]
    [InlineData("ecdh-sha2-nistp256", null, null)]
    [InlineData("ecdh-sha2-nistp384", null, null)]
    [InlineData("ecdh-sha2-nistp521", null, null)]
    [InlineData("diffie-hellman-group14-sha256", null, null)]
    [InlineData("diffie-hellman-group16-sha512", null, null)]
    [InlineData(null, "aes128-gcm@openssh.com", null)]
    [InlineData(null, "aes256-gcm@openssh.com", null)]
    [InlineData(null, "chacha20-poly1305@openssh.com", null)]
    [InlineData(null, "aes128-ctr", "hmac-sha2-256-etm@openssh.com")]
    [InlineData(null, "aes192-ctr", "hmac-sha2-512-etm@openssh.com")]
    [InlineData(null, "aes256-ctr", "hmac-sha2-256")]
    [InlineData(null, "aes256-ctr", "hmac-sha2-512")]
    public async Task Each_choice_of_algorithms_echoes_what_was_sent(string? keyExchange, string? cipher, string? mac)
    {
        // From 10 on, sshd offers the finite field methods only where they are named.
        string[] settings = keyExchange is null ? [] : [$"KexAlgorithms {keyExchange}"];
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey, settings);
        await EchoAsync(sshd, s_options with { Algorithms = Defaults.Only(keyExchange: keyExchange, cipher: cipher, mac: mac) }, 4 * 1024 * 1024);
    }

    [Theory]
    [InlineData("KexAlgorithms diffie-hellman-group14-sha1", "diffie-hellman-group14-sha1")]
    [InlineData("KexAlgorithms diffie-hellman-group-exchange-sha256", "diffie-hellman-group-exchange-sha256")]
    [InlineData("HostKeyAlgorithms ssh-rsa", "ssh-rsa")]
    [InlineData("PubkeyAcceptedAlgorithms ssh-rsa", "ssh-rsa")]
    [InlineData("Ciphers aes128-cbc\nMACs hmac-sha2-256-etm@openssh.com", "aes128-cbc")]
    [InlineData("Ciphers aes256-cbc\nMACs hmac-sha1\nRekeyLimit 500K", "aes256-cbc, hmac-sha1")]
    [InlineData("Ciphers 3des-cbc\nMACs hmac-sha2-512", "3des-cbc")]
    public async Task Old_server_is_reached_where_legacy_algorithms_are_asked_for_and_refused_elsewhere(string settings, string used)
    {
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostRsa, TestKeys.HostRsa.PublicKey, settings);
        SshClientOptions options = s_options with { Keys = [TestKeys.HostRsa] };
        (await Should.ThrowAsync<SshException>(ConnectAsync(sshd, options))).Reason.ShouldBeOneOf(SshFailure.NoCommonAlgorithm, SshFailure.AuthenticationFailed);
        await using SshClient client = await ConnectAsync(sshd, options with { Algorithms = new SshAlgorithmPreferences { Legacy = true } });
        string.Join(", ", client.LegacyAlgorithms).ShouldBe(used);
        SshChannel channel = await client.OpenSubsystemAsync("echo", CancellationToken.None);
        await ChannelTraffic.EchoAsync(channel, 3 * 1024 * 1024);
    }

    [MlKemFact(alsoInSsh: true)]
    public async Task Hybrid_key_exchange_echoes_what_was_sent_across_rekeys()
    {
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey);
        await EchoAsync(sshd, s_options with { RekeyBytes = 1_000_000, Algorithms = Defaults.Only(keyExchange: "mlkem768x25519-sha256") }, 4 * 1024 * 1024);
    }

    [Theory]
    [InlineData("ecdsa-sha2-nistp256")]
    [InlineData("rsa-sha2-512")]
    [InlineData("rsa-sha2-256")]
    public async Task Each_host_key_is_verified_and_told(string algorithm)
    {
        SshPrivateKey hostKey = algorithm.StartsWith("rsa", StringComparison.Ordinal) ? TestKeys.HostRsa : TestKeys.HostEcdsa;
        await using Sshd sshd = await Sshd.StartAsync(hostKey, TestKeys.User.PublicKey);
        SshPublicKey? seen = null;
        await EchoAsync(
            sshd,
            s_options with
            {
                Algorithms = Defaults.Only(hostKey: algorithm),
                VerifyHostKey = (key, _) =>
                {
                    seen = key;
                    return ValueTask.FromResult(true);
                },
            },
            1000);
        seen.ShouldBe(hostKey.PublicKey);
    }

    [Theory]
    [InlineData(SshKeyType.EcdsaP256)]
    [InlineData(SshKeyType.EcdsaP384)]
    [InlineData(SshKeyType.EcdsaP521)]
    [InlineData(SshKeyType.Rsa3072)]
    public async Task Each_type_of_user_key_lets_in(SshKeyType type)
    {
        using SshPrivateKey key = SshPrivateKey.Generate(type);
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, key.PublicKey);
        await EchoAsync(sshd, s_options with { Keys = [key] }, 1000);
    }

    [Theory]
    [InlineData("aes128-gcm@openssh.com")]
    [InlineData("chacha20-poly1305@openssh.com")]
    [InlineData("aes256-ctr")]
    public async Task Rekey_by_both_sides_under_traffic_loses_nothing(string cipher)
    {
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey, "RekeyLimit 200K");
        await EchoAsync(sshd, s_options with { RekeyBytes = 300_000, Algorithms = Defaults.Only(cipher: cipher) }, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task Key_that_is_not_authorized_says_what_was_tried_and_what_is_accepted()
    {
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey, "KbdInteractiveAuthentication no");
        SshException failure = await Should.ThrowAsync<SshException>(EchoAsync(sshd, s_options with { Keys = [TestKeys.Stranger] }, 1));
        failure.Reason.ShouldBe(SshFailure.AuthenticationFailed);
        failure.Message.ShouldBe(
            $"The server did not accept '{Environment.UserName}': tried key {TestKeys.Stranger.PublicKey.Fingerprint}; it accepts publickey.");
        failure.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Key_that_signs_with_nothing_that_is_chosen_is_not_used_and_that_is_said()
    {
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey);
        SshClientOptions options = s_options with { Algorithms = new SshAlgorithmPreferences { UserKeys = ["rsa-sha2-512", "rsa-sha2-256"] } };
        SshException failure = await Should.ThrowAsync<SshException>(EchoAsync(sshd, options, 1));
        failure.Reason.ShouldBe(SshFailure.AuthenticationFailed);
        failure.Message.ShouldContain($"key {TestKeys.User.PublicKey.Fingerprint} (not used: the algorithms for user keys are rsa-sha2-512, rsa-sha2-256)");
    }

    [Theory]
    [InlineData("publickey,password", "no")]
    [InlineData("password,publickey", "no")]
    [InlineData("publickey,keyboard-interactive", "yes")]
    [InlineData("publickey,password,keyboard-interactive", "yes")]
    public async Task Server_that_wants_several_methods_gets_them_in_its_order(string methods, string pam)
    {
        await using Sshd sshd = await Sshd.StartWithPasswordAsync(
            TestKeys.HostEd25519, TestKeys.User.PublicKey, $"AuthenticationMethods {methods}", $"UsePAM {pam}", "KbdInteractiveAuthentication yes");
        await EchoAsync(sshd, s_options with { UserName = PasswordAccount.Name, Keys = [TestKeys.Stranger, TestKeys.User], Password = PasswordAccount.Password }, 1000);
    }

    [Fact]
    public async Task Server_that_wants_more_than_there_is_says_what_it_accepted_and_what_it_wants()
    {
        await using Sshd sshd = await Sshd.StartWithPasswordAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey, "AuthenticationMethods publickey,password");
        SshException failure = await Should.ThrowAsync<SshException>(EchoAsync(sshd, s_options with { UserName = PasswordAccount.Name }, 1));
        failure.Message.ShouldBe(
            $"The server did not accept '{PasswordAccount.Name}': tried key {TestKeys.User.PublicKey.Fingerprint} (accepted, but not enough); it accepts password.");
    }

    [Fact]
    public async Task Banner_of_the_server_is_logged_and_the_login_goes_on()
    {
        using var files = new SshKeygen();
        files.Write("banner", "Members only.\n");
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey, $"Banner {files.PathOf("banner")}");
        var log = new LogLines();
        await using SshClient client = await SshClient.ConnectAsync(await sshd.ConnectAsync(), s_options, log, TimeProvider.System, CancellationToken.None);
        log.Count("the server's banner: Members only.").ShouldBe(1);
        client.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Server_that_dies_ends_the_client()
    {
        Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey);
        SshClient client = await ConnectAsync(sshd, s_options);
        SshChannel channel = await client.OpenSubsystemAsync("echo", CancellationToken.None);
        await sshd.DisposeAsync();
        await Should.ThrowAsync<SshException>(async () => await channel.Input.ReadAsync().AsTask().WaitAsync(Defaults.Patience));
        await client.Completion.WaitAsync(Defaults.Patience);
        client.Failure!.IsTransient.ShouldBeTrue();
    }

    private static async Task EchoAsync(Sshd sshd, SshClientOptions options, long length)
    {
        await using SshClient client = await ConnectAsync(sshd, options);
        SshChannel channel = await client.OpenSubsystemAsync("echo", CancellationToken.None);
        await ChannelTraffic.EchoAsync(channel, length);
        await channel.CloseAsync(null).AsTask().WaitAsync(Defaults.Patience);
        client.Failure.ShouldBeNull();
    }

    private static async Task<SshClient> ConnectAsync(Sshd sshd, SshClientOptions options) =>
        await SshClient.ConnectAsync(await sshd.ConnectAsync(), options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
}

using System.Diagnostics;
using System.Security.Cryptography;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Keys;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.OpenSsh;

/// <summary>The stock <c>ssh</c> against our server.</summary>
public sealed class OpenSshClientTests : IDisposable
{
    private static readonly SshServerOptions s_legacy = Defaults.Server with { Algorithms = new SshAlgorithmPreferences { Legacy = true } };

    private readonly SshKeygen _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("KexAlgorithms=curve25519-sha256")]
    [InlineData("KexAlgorithms=curve25519-sha256@libssh.org")]
    [InlineData("KexAlgorithms=ecdh-sha2-nistp256")]
    [InlineData("KexAlgorithms=ecdh-sha2-nistp384")]
    [InlineData("KexAlgorithms=ecdh-sha2-nistp521")]
    [InlineData("KexAlgorithms=diffie-hellman-group14-sha256")]
    [InlineData("KexAlgorithms=diffie-hellman-group16-sha512")]
    [InlineData("Ciphers=aes128-gcm@openssh.com")]
    [InlineData("Ciphers=aes256-gcm@openssh.com")]
    [InlineData("Ciphers=chacha20-poly1305@openssh.com")]
    [InlineData("Ciphers=aes128-ctr", "MACs=hmac-sha2-256-etm@openssh.com")]
    [InlineData("Ciphers=aes192-ctr", "MACs=hmac-sha2-512-etm@openssh.com")]
    [InlineData("Ciphers=aes256-ctr", "MACs=hmac-sha2-256")]
    [InlineData("Ciphers=aes256-ctr", "MACs=hmac-sha2-512")]
    [InlineData("HostKeyAlgorithms=ssh-ed25519")]
    [InlineData("HostKeyAlgorithms=ecdsa-sha2-nistp256")]
    [InlineData("HostKeyAlgorithms=rsa-sha2-512")]
    [InlineData("HostKeyAlgorithms=rsa-sha2-256")]
    [InlineData("Compression=yes")]
    [InlineData("RekeyLimit=200K", "Ciphers=aes128-gcm@openssh.com")]
    [InlineData("RekeyLimit=200K", "Ciphers=chacha20-poly1305@openssh.com")]
    [InlineData("RekeyLimit=200K", "Ciphers=aes128-ctr", "MACs=hmac-sha2-256")]
    public Task Each_choice_of_algorithms_echoes_what_was_sent(params string[] settings) =>
        EchoAsync(TestKeys.User, Defaults.Server, 6 * 1024 * 1024, settings);

    [Theory]
    [InlineData("KexAlgorithms=diffie-hellman-group14-sha1")]
    [InlineData("KexAlgorithms=diffie-hellman-group-exchange-sha256")]
    [InlineData("KexAlgorithms=diffie-hellman-group-exchange-sha256", "RekeyLimit=1M")]
    [InlineData("HostKeyAlgorithms=ssh-rsa")]
    [InlineData("Ciphers=aes128-cbc", "MACs=hmac-sha1", "RekeyLimit=500K")]
    [InlineData("Ciphers=aes192-cbc", "MACs=hmac-sha2-256")]
    [InlineData("Ciphers=aes256-cbc", "MACs=hmac-sha2-512-etm@openssh.com", "RekeyLimit=500K")]
    [InlineData("Ciphers=3des-cbc", "MACs=hmac-sha1")]
    [InlineData("Ciphers=aes128-ctr", "MACs=hmac-sha1")]
    public async Task Legacy_algorithm_echoes_what_was_sent_where_it_is_asked_for_and_is_refused_elsewhere(params string[] settings)
    {
        await EchoAsync(TestKeys.User, s_legacy, 3 * 1024 * 1024, settings);
        await using var server = new EchoServer(Defaults.Server);
        (int exitCode, _, string error) = await RunAsync(server, [], [.. settings.SelectMany(s => new[] { "-o", s })], null);
        exitCode.ShouldBe(255);
        error.ShouldContain("no matching");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signature_with_sha1_lets_in_only_where_it_is_asked_for(bool isAskedFor)
    {
        await using var server = new EchoServer(isAskedFor ? s_legacy : Defaults.Server);
        server.Users.Keys.Add(TestKeys.HostRsa.PublicKey);
        (int exitCode, _, string error) = await RunAsync(
            server, "hello"u8.ToArray(), ["-i", Identity(TestKeys.HostRsa), "-o", "PubkeyAcceptedAlgorithms=ssh-rsa", "-o", "PasswordAuthentication=no", "-o", "KbdInteractiveAuthentication=no"], null);
        exitCode.ShouldBe(isAskedFor ? 0 : 255, error);
        server.LegacyAlgorithms.ShouldBe(isAskedFor ? ["ssh-rsa"] : []);
    }

    [MlKemFact(alsoInSsh: true)]
    public Task Hybrid_key_exchange_echoes_what_was_sent_across_rekeys() =>
        EchoAsync(TestKeys.User, Defaults.Server, 6 * 1024 * 1024, "KexAlgorithms=mlkem768x25519-sha256", "RekeyLimit=1M");

    [Theory]
    [InlineData(SshKeyType.EcdsaP256)]
    [InlineData(SshKeyType.EcdsaP384)]
    [InlineData(SshKeyType.EcdsaP521)]
    [InlineData(SshKeyType.Rsa3072)]
    public async Task Each_type_of_user_key_lets_in(SshKeyType type)
    {
        using SshPrivateKey key = SshPrivateKey.Generate(type);
        await EchoAsync(key, Defaults.Server, 1000);
    }

    /// <summary>With the software authenticator of OpenSSH's own tests.</summary>
    [Theory]
    [InlineData("ed25519-sk", "sk-ssh-ed25519@openssh.com")]
    [InlineData("ecdsa-sk", "sk-ecdsa-sha2-nistp256@openssh.com")]
    public async Task Key_in_an_authenticator_lets_in(string type, string keyType)
    {
        const string Provider = "/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so";
        _files.Run("-q", "-t", type, "-w", Provider, "-N", "", "-f", _files.PathOf("sk"));
        await using var server = new EchoServer(Defaults.Server);
        SshPublicKey key = SshPublicKey.ParseOpenSsh(_files.Read("sk.pub"));
        key.KeyType.ShouldBe(keyType);
        server.Users.Keys.Add(key);
        (int exitCode, byte[] output, string error) = await RunAsync(
            server, "hello"u8.ToArray(), ["-i", _files.PathOf("sk"), "-o", $"SecurityKeyProvider={Provider}", "-o", "PasswordAuthentication=no"], null);
        exitCode.ShouldBe(0, error);
        output.ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public Task Rekey_by_the_server_under_traffic_loses_nothing() =>
        EchoAsync(TestKeys.User, Defaults.Server with { RekeyBytes = 300_000 }, 16 * 1024 * 1024);

    [Fact]
    public Task Rekey_by_both_sides_under_traffic_loses_nothing() =>
        EchoAsync(TestKeys.User, Defaults.Server with { RekeyBytes = 300_000 }, 16 * 1024 * 1024, "RekeyLimit=200K");

    [Theory]
    [InlineData("password")]
    [InlineData("keyboard-interactive")]
    public async Task Password_lets_in(string method)
    {
        await using var server = new EchoServer(Defaults.Server);
        (int exitCode, byte[] output, string error) = await RunAsync(
            server, "hello"u8.ToArray(), ["-o", $"PreferredAuthentications={method}"], TestUsers.Password);
        exitCode.ShouldBe(0, error);
        error.ShouldContain($"using \"{method}\"");
        output.ShouldBe("hello"u8.ToArray());
    }

    [Theory]
    [InlineData("publickey,password")]
    [InlineData("password,publickey")]
    [InlineData("publickey,keyboard-interactive")]
    [InlineData("keyboard-interactive,publickey")]
    public async Task Key_and_password_together_let_in_whatever_comes_first(string order)
    {
        await using var server = new EchoServer(Defaults.Server);
        server.Users.Keys.Add(TestKeys.User.PublicKey);
        server.Users.Missing = proof => TestUsers.KeysAndPassword(proof, keys: 1);
        (int exitCode, byte[] output, string error) = await RunAsync(
            server, "hello"u8.ToArray(), ["-v", "-i", Identity(TestKeys.User), "-o", $"PreferredAuthentications={order}"], TestUsers.Password);
        exitCode.ShouldBe(0, error);
        error.ShouldContain("with partial success");
        output.ShouldBe("hello"u8.ToArray());
    }

    [Theory]
    [InlineData("publickey", "password,keyboard-interactive")]
    [InlineData("password", "publickey")]
    public async Task One_of_two_methods_is_not_enough_and_the_client_hears_what_is_missing(string method, string missing)
    {
        await using var server = new EchoServer(Defaults.Server);
        server.Users.Keys.Add(TestKeys.User.PublicKey);
        server.Users.Missing = proof => TestUsers.KeysAndPassword(proof, keys: 1);
        (int exitCode, _, string error) = await RunAsync(
            server, [], ["-v", "-i", Identity(TestKeys.User), "-o", $"PreferredAuthentications={method}"], TestUsers.Password);
        exitCode.ShouldBe(255);
        error.ShouldContain($"Authenticated using \"{method}\" with partial success.");
        error.ShouldContain($"Permission denied ({missing})");
    }

    [Fact]
    public async Task Key_whose_signatures_are_not_taken_is_not_even_tried_by_a_client_that_was_told()
    {
        await using var server = new EchoServer(Defaults.Server with { Algorithms = new SshAlgorithmPreferences { UserKeys = ["ssh-ed25519", "ecdsa-sha2-nistp256"] } });
        server.Users.Keys.Add(TestKeys.HostRsa.PublicKey);
        (int exitCode, _, string error) = await RunAsync(
            server, [], ["-v", "-i", Identity(TestKeys.HostRsa), "-o", "LogLevel=DEBUG", "-o", "PasswordAuthentication=no", "-o", "KbdInteractiveAuthentication=no"], null);
        exitCode.ShouldBe(255);
        error.ShouldContain("server-sig-algs=<ssh-ed25519,ecdsa-sha2-nistp256>");
        error.ShouldMatch("no mutual signature|algorithm not supported by server");
        server.Users.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_password_is_refused()
    {
        await using var server = new EchoServer(Defaults.Server);
        (int exitCode, _, string error) = await RunAsync(server, [], ["-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1"], "wrong");
        exitCode.ShouldBe(255);
        error.ShouldContain("Permission denied (publickey,password,keyboard-interactive)");
    }

    [Fact]
    public async Task Keep_alives_are_answered()
    {
        await using var server = new EchoServer(Defaults.Server);
        server.Users.Keys.Add(TestKeys.User.PublicKey);
        await using var ssh = Start(server, TestKeys.User, ["-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=1"]);
        byte[] reply = new byte[1];
        for (int i = 0; i < 4; i++)
        {
            await ssh.Process.StandardInput.BaseStream.WriteAsync(new byte[] { 1 });
            await ssh.Process.StandardInput.BaseStream.FlushAsync();
            (await ssh.Process.StandardOutput.BaseStream.ReadAsync(reply).AsTask().WaitAsync(Defaults.Patience)).ShouldBe(1);
            using var second = new PeriodicTimer(TimeSpan.FromMilliseconds(700));
            await second.WaitForNextTickAsync();
        }

        ssh.Process.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Shell_and_command_are_refused()
    {
        await using var server = new EchoServer(Defaults.Server);
        server.Users.Keys.Add(TestKeys.User.PublicKey);
        string identity = Identity(TestKeys.User);
        (int exitCode, _, string error) = await RunProcessAsync(Arguments(server, ["-i", identity], "id"), [], null);
        exitCode.ShouldBe(255);
        error.ShouldContain("exec request failed");
    }

    private async Task EchoAsync(SshPrivateKey key, SshServerOptions options, int length, params string[] settings)
    {
        await using var server = new EchoServer(options);
        server.Users.Keys.Add(key.PublicKey);
        byte[] input = RandomNumberGenerator.GetBytes(length);
        string identity = Identity(key);
        string[] arguments = ["-i", identity, "-o", "PasswordAuthentication=no", .. settings.SelectMany(s => new[] { "-o", s })];
        (int exitCode, byte[] output, string error) = await RunAsync(server, input, arguments, password: null);
        exitCode.ShouldBe(0, error);
        output.AsSpan().SequenceEqual(input).ShouldBeTrue($"{output.Length} of {input.Length} bytes came back. {error}");
    }

    private string Identity(SshPrivateKey key)
    {
        _files.Write("id", key.ToOpenSshPem());
        return _files.PathOf("id");
    }

    private RunningProcess Start(EchoServer server, SshPrivateKey key, string[] extra) =>
        new(Prepare([.. Arguments(server, ["-i", Identity(key), "-s", .. extra], "echo")], null));

    private Task<(int ExitCode, byte[] Output, string Error)> RunAsync(EchoServer server, byte[] input, string[] extra, string? password) =>
        RunProcessAsync(Arguments(server, ["-s", .. extra], "echo"), input, password);

    private static string[] Arguments(EchoServer server, string[] extra, string command) =>
    [
        "-F", "/dev/null", "-T", "-p", $"{server.Port}",
        "-o", "UserKnownHostsFile=/dev/null", "-o", "GlobalKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "IdentitiesOnly=yes",
        "-o", "LogLevel=VERBOSE", .. extra, $"{TestUsers.Name}@127.0.0.1", command,
    ];

    private async Task<(int ExitCode, byte[] Output, string Error)> RunProcessAsync(string[] arguments, byte[] input, string? password)
    {
        await using var running = new RunningProcess(Prepare(arguments, password));
        Process process = running.Process;
        Task writing = WriteAsync(process, input);
        using var output = new MemoryStream();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(Defaults.Patience);
        await process.WaitForExitAsync().WaitAsync(Defaults.Patience);
        await writing;
        return (process.ExitCode, output.ToArray(), await error);
    }

    private static async Task WriteAsync(Process process, byte[] input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early; its exit code says so.
        }
    }

    private ProcessStartInfo Prepare(string[] arguments, string? password)
    {
        var start = new ProcessStartInfo("ssh", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("SSH_AUTH_SOCK");
        if (password is not null)
        {
            string script = _files.PathOf("askpass");
            File.WriteAllText(script, $"#!/bin/sh\necho '{password}'\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            start.Environment["SSH_ASKPASS"] = script;
            start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        }

        return start;
    }
}

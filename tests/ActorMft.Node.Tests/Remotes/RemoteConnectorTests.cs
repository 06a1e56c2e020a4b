using System.Net;
using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes;
using ActorMft.Node.Settings;
using ActorMft.Sftp;
using ActorMft.Ssh.Keys;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Remotes;

public sealed class RemoteConnectorTests : IAsyncLifetime
{
    private readonly FakeMessenger _messenger = new();
    private readonly OutboundSockets _sockets = new();
    private readonly RemoteConnector _connector;
    private readonly Workspace _workspace = new();
    private SshdServer _sshd = null!;

    public RemoteConnectorTests() =>
        _connector = new RemoteConnector(_messenger, new OpenSecrets(), _sockets, new RemoteSettings(), TimeProvider.System, NullLoggerFactory.Instance);

    public async Task InitializeAsync()
    {
        _sshd = new SshdServer(_workspace);
        await _sshd.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _sshd.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Connection_lands_in_the_login_directory_and_moves_files()
    {
        await using var connection = await ConnectAsync(Spec() with { HostKey = _sshd.HostKeyFingerprint() });

        connection.LoginDirectory.ShouldBe(_sshd.Home);
        connection.ServerIdent.ShouldContain("OpenSSH");
        await connection.Files.MakeDirectoryAsync(SftpPath.Combine(connection.LoginDirectory, "in"), default, CancellationToken.None);
        Directory.Exists(Path.Combine(_sshd.Home, "in")).ShouldBeTrue();
        _messenger.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task First_host_key_is_recorded_before_the_login()
    {
        _messenger.Answer = (_, _) => new RemoteHostKeyReply(Trusted: true, Expected: null, Reason: null);
        await using var connection = await ConnectAsync(Spec());
        _messenger.Of<RecordRemoteHostKey>().ShouldBe([new RecordRemoteHostKey("acme", "bank", _sshd.HostKeyFingerprint())]);
        connection.HostKey.ShouldBe(_sshd.HostKeyFingerprint());
    }

    [Fact]
    public async Task Changed_host_key_is_refused_with_the_catalogs_sentence()
    {
        var old = _sshd.HostKeyFingerprint();
        await _sshd.StopAsync();
        _sshd.NewHostKey();
        await _sshd.StartAsync();
        _messenger.Answer = (_, _) => new RemoteHostKeyReply(Trusted: false, old, "the host key changed");

        var failure = await Should.ThrowAsync<RemoteException>(() => ConnectAsync(Spec(), new RemoteFacts(old, OfferedHostKey: null, DisabledReason: null)));
        failure.Step.ShouldBe(ConnectStep.HostKey);
        failure.Message.ShouldBe("the host key changed");
        _messenger.Of<RecordRemoteHostKey>().Single().Fingerprint.ShouldBe(_sshd.HostKeyFingerprint());
    }

    [Fact]
    public async Task Host_key_that_cannot_be_compared_because_the_database_is_away_refuses()
    {
        _messenger.Refuse = _ => throw new StoreException(StoreFailure.Unavailable, "away");
        await Should.ThrowAsync<StoreException>(() => ConnectAsync(Spec()));
    }

    [Fact]
    public async Task Wrong_key_is_a_refused_login_that_waiting_does_not_help()
    {
        using var other = SshPrivateKey.Generate(SshKeyType.Ed25519);
        var spec = Spec() with { HostKeyPolicy = HostKeyPolicy.AcceptAny, Auth = new RemoteAuth { PrivateKey = new Secret { Sealed = other.ToOpenSshPem() } } };
        var failure = await Should.ThrowAsync<RemoteException>(() => ConnectAsync(spec));
        failure.Step.ShouldBe(ConnectStep.Authentication);
        failure.IsTransient.ShouldBeFalse();
        failure.Message.ShouldContain($"refused the login '{SshdServer.UserName}'");
        _sockets.Open.ShouldBe(0);
    }

    [Fact]
    public async Task Old_server_is_refused_with_the_remedy_and_reached_with_legacy_algorithms()
    {
        await _sshd.StopAsync();
        await _sshd.StartAsync("KexAlgorithms diffie-hellman-group14-sha1", "Ciphers aes128-cbc", "MACs hmac-sha1");
        var spec = Spec() with { HostKey = _sshd.HostKeyFingerprint() };
        var failure = await Should.ThrowAsync<RemoteException>(() => ConnectAsync(spec));
        failure.Step.ShouldBe(ConnectStep.KeyExchange);
        failure.Message.ShouldEndWith("The partner's server has to offer a current one; if it can't, legacyAlgorithms: true offers old ones.");

        await using var connection = await ConnectAsync(spec with { LegacyAlgorithms = true });
        await connection.Files.MakeDirectoryAsync(SftpPath.Combine(connection.LoginDirectory, "in"), default, CancellationToken.None);
        Directory.Exists(Path.Combine(_sshd.Home, "in")).ShouldBeTrue();
    }

    [Fact]
    public async Task Private_key_that_cannot_be_read_names_the_remote()
    {
        var spec = Spec() with { Auth = new RemoteAuth { PrivateKey = new Secret { Sealed = "no key" } } };
        var failure = await Should.ThrowAsync<RemoteException>(() => ConnectAsync(spec));
        failure.Step.ShouldBe(ConnectStep.Settings);
        failure.Message.ShouldContain("'bank'");
    }

    [Fact]
    public async Task Server_that_hangs_up_fails_at_the_key_exchange_and_may_work_later()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hangUp = Task.Run(async () => (await listener.AcceptSocketAsync()).Dispose());
        var failure = await Should.ThrowAsync<RemoteException>(() => ConnectAsync(Spec() with { Port = ((IPEndPoint)listener.LocalEndpoint).Port }));
        await hangUp;
        failure.Step.ShouldBe(ConnectStep.KeyExchange);
        failure.IsTransient.ShouldBeTrue();
    }

    private RemoteSpec Spec() => new()
    {
        Organization = "acme",
        Name = "bank",
        Host = "127.0.0.1",
        Port = _sshd.Port,
        Username = SshdServer.UserName,
        Auth = new RemoteAuth { PrivateKey = new Secret { Sealed = File.ReadAllText(_workspace.KeyFile) } },
    };

    private Task<IRemoteConnection> ConnectAsync(RemoteSpec spec, RemoteFacts? facts = null) =>
        _connector.ConnectAsync(new CatalogEntry(spec, Revision: 1, facts), Holds.Lasting(), new ConnectTrace(TimeProvider.System), CancellationToken.None);
}

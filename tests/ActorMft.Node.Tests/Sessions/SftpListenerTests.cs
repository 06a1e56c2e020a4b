using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ActorMft.Actors;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Files;
using ActorMft.Node.Mounts;
using ActorMft.Node.Secrets;
using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;
using ActorMft.Sftp;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Sessions;

/// <summary>The listener with everything behind it but the engine, and OpenSSH's client in front of it.</summary>
public sealed class SftpListenerTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly FixedCatalog _catalog = new();
    private readonly SessionRegistry _registry = new();
    private readonly FileStore _store;
    private readonly UserAuthenticator _authenticator;
    private readonly PasswordHasher _hasher = new(iterations: 1000);
    private readonly SessionGuard _guard;
    private readonly ManualTime _patience = new();
    private readonly HangingSessions _hanging;
    private readonly MountFactory _mounts;
    private readonly PartnerConnections _connections;
    private readonly SftpListener _listener;
    private readonly StockClient _anna;
    private PartnerSession? _entered;

    public SftpListenerTests()
    {
        _anna = new StockClient(_directory, "anna");
        _store = FileStore.Open(_directory["files"]);
        _authenticator = new UserAuthenticator(_catalog, _hasher, new LoginPenalties(new PenaltySettings(), TimeProvider.System), NullLogger<UserAuthenticator>.Instance);
        var arrivals = new Arrivals(_store, _catalog, _messenger, TimeProvider.System, NullLogger<Arrivals>.Instance);
        _guard = new SessionGuard(_catalog);
        _mounts = new MountFactory(_catalog, (_, _) => throw new NotSupportedException(), "cluster", TimeProvider.System, NullLogger<MountFactory>.Instance);
        _hanging = new HangingSessions(1, _patience, NullLogger<HangingSessions>.Instance);
        _connections = new PartnerConnections(
            new SshServerOptions { HostKeys = [SshPrivateKey.Generate(SshKeyType.Ed25519)], MinimumFailureTime = TimeSpan.FromMilliseconds(10) },
            _authenticator,
            new OpeningLimit(100),
            _hanging,
            _catalog,
            _messenger,
            new ThisNode("node-1", () => Guid.Empty, id => id),
            _registry,
            _guard,
            new SessionFiles(_store, arrivals, _mounts, NullLogger<SessionFiles>.Instance),
            TimeProvider.System,
            NullLoggerFactory.Instance);
        _listener = SftpListener.Start(new IPEndPoint(IPAddress.Loopback, 0), TrustedProxies.None, new StartupLimit(new LoginSettings().Startups), _connections, _registry, TimeProvider.System, NullLogger<SftpListener>.Instance);
        _messenger.Answer = (_, message) =>
        {
            _entered = _registry.Get(((EnterSession)message).SessionId);
            return new EnterReply(Granted: true, Reason: null);
        };
        Declare(TimeSpan.FromMinutes(15));
        _catalog.Declare(Anna);
        _catalog.Declare(new FlowSpec { Organization = "acme", Name = "invoices", Source = new FlowSource { Endpoint = "inbox", Path = "/anna/invoices" } });
    }

    private UserSpec Anna => new() { Organization = "acme", Name = "anna", Endpoint = "inbox", Home = "/anna", PublicKeys = [_anna.PublicKey] };

    private int Port => _listener.LocalEndPoint.Port;

    [Fact]
    public async Task Upload_in_a_home_that_did_not_exist_arrives()
    {
        await File.WriteAllTextAsync(_directory["a.csv"], "hello");
        var (exit, said) = await _anna.RunAsync(Port, "anna", $"mkdir invoices\nput {_directory["a.csv"]} invoices/a.csv\nls -l invoices\n");

        exit.ShouldBe(0, said);
        said.ShouldContain("a.csv");
        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        arrived.Path.ShouldBe("/anna/invoices/a.csv");
        (await File.ReadAllTextAsync(_directory["files/.actormft/pins/" + arrived.ArrivalId])).ShouldBe("hello");
        var opened = _messenger.Of<EnterSession>().ShouldHaveSingleItem();
        (opened.User, opened.Node).ShouldBe(("anna", "node-1"));
        opened.Client.ShouldContain("OpenSSH");
    }

    [Fact]
    public async Task Large_file_comes_back_as_it_was_sent_and_is_counted()
    {
        var content = RandomNumberGenerator.GetBytes(50_000_001);
        await File.WriteAllBytesAsync(_directory["large"], content);
        var (exit, said) = await _anna.RunAsync(Port, "anna", $"put {_directory["large"]} large\nget large {_directory["back"]}\n");

        exit.ShouldBe(0, said);
        (await File.ReadAllBytesAsync(_directory["back"])).AsSpan().SequenceEqual(content).ShouldBeTrue();
        var session = _entered.ShouldNotBeNull();
        await session.Ended;
        (session.BytesReceived, session.BytesSent).ShouldBe((content.Length, content.Length));
        session.Look().Paths.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_user_disabled_user_and_wrong_key_are_told_the_same()
    {
        var stranger = new StockClient(_directory, "stranger");
        _catalog.Declare(new UserSpec { Organization = "acme", Name = "bert", Endpoint = "inbox", Enabled = false, PublicKeys = [_anna.PublicKey] });
        var answers = new[]
        {
            await stranger.RunAsync(Port, "nobody", "pwd\n"),
            await stranger.RunAsync(Port, "anna", "pwd\n"),
            await _anna.RunAsync(Port, "bert", "pwd\n"),
        };
        answers.ShouldAllBe(answer => answer.Exit != 0 && answer.Said.Contains("Permission denied (", StringComparison.Ordinal));
        _messenger.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Endpoint_that_lets_nobody_in_tells_the_partner_why()
    {
        _messenger.Answer = (_, _) => new EnterReply(Granted: false, "the endpoint acme/inbox is disabled");
        var (exit, said) = await _anna.RunAsync(Port, "anna", "pwd\n");
        exit.ShouldNotBe(0);
        said.ShouldContain("the endpoint acme/inbox is disabled");
        _registry.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Database_that_is_gone_tells_the_partner_and_leaves_no_session()
    {
        _messenger.Refuse = message => _ = message is EnterSession ? throw new StoreException(StoreFailure.Corrupt, "gone") : true;
        var (exit, said) = await _anna.RunAsync(Port, "anna", "pwd\n");
        exit.ShouldNotBe(0);
        said.ShouldContain("database can't be reached");
        _registry.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Session_can_be_found_by_its_actor_before_its_endpoint_is_asked_and_not_after_a_lost_answer()
    {
        PartnerSession? found = null;
        _messenger.Answer = (_, message) =>
        {
            found = _registry.Get(((EnterSession)message).SessionId);
            throw new StoreException(StoreFailure.Corrupt, "gone");
        };
        var (exit, said) = await _anna.RunAsync(Port, "anna", "pwd\n");
        exit.ShouldNotBe(0);
        said.ShouldContain("database can't be reached");
        (await found.ShouldNotBeNull().Ended).ShouldContain("could not be opened");
        _registry.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Session_that_was_refused_is_forgotten()
    {
        _messenger.Answer = (_, _) => new EnterReply(Granted: false, "the endpoint acme/inbox is disabled");
        await _anna.RunAsync(Port, "anna", "pwd\n");
        _registry.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_that_cannot_be_acknowledged_fails_the_partners_put()
    {
        await File.WriteAllTextAsync(_directory["a.csv"], "hello");
        _messenger.Refuse = message => _ = message is FileArrived ? throw new StoreException(StoreFailure.Corrupt, "gone") : true;
        var (exit, _) = await _anna.RunAsync(Port, "anna", $"mkdir invoices\nput {_directory["a.csv"]} invoices/a.csv\n");
        exit.ShouldNotBe(0);
        _store.ListPins().ShouldBeEmpty();
    }

    [Fact]
    public async Task Keep_alives_do_not_keep_an_idle_session()
    {
        Declare(TimeSpan.FromSeconds(1));
        using var process = _anna.Start(Port, "anna", "-o", "ServerAliveInterval=1");
        await process.StandardInput.WriteLineAsync("pwd");
        await process.StandardInput.FlushAsync();
        await Until(() => _entered is not null);
        (await _entered.ShouldNotBeNull().Ended).ShouldContain("idleTimeout");
        (await StockClient.EndAsync(process)).Said.ShouldContain("idleTimeout");
    }

    [Fact]
    public async Task User_disabled_during_a_session_ends_it_and_the_partner_is_told_why()
    {
        using var process = _anna.Start(Port, "anna");
        await process.StandardInput.WriteLineAsync("mkdir here");
        await process.StandardInput.FlushAsync();
        await Until(() => Directory.Exists(_directory["files/acme/inbox/anna/here"]));
        _catalog.Declare(Anna with { Enabled = false });
        (await _entered.ShouldNotBeNull().Ended).ShouldBe("the user anna was disabled");
        (await StockClient.EndAsync(process)).Said.ShouldContain("the user anna was disabled");
    }

    [Fact]
    public async Task User_deleted_between_the_login_and_its_session_gets_none()
    {
        _messenger.Answer = (_, _) =>
        {
            _catalog.Delete(Anna.Key);
            return new EnterReply(Granted: true, Reason: null);
        };
        var (exit, said) = await _anna.RunAsync(Port, "anna", "mkdir here\n");
        exit.ShouldNotBe(0);
        said.ShouldContain("the user anna was deleted");
        Directory.Exists(_directory["files/acme/inbox/anna/here"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Password_changed_during_a_session_by_it_ends_that_and_no_session_by_key()
    {
        var both = Anna with { Password = new Secret { Hash = _hasher.Hash("first") } };
        _catalog.Declare(both);
        using var byKey = _anna.Start(Port, "anna");
        await byKey.StandardInput.WriteLineAsync("mkdir one");
        await byKey.StandardInput.FlushAsync();
        await Until(() => Directory.Exists(_directory["files/acme/inbox/anna/one"]));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_listener.LocalEndPoint);
        var options = new SshClientOptions { UserName = "anna", Password = "first", VerifyHostKey = (_, _) => ValueTask.FromResult(true) };
        await using var byPassword = await SshClient.ConnectAsync(
            new NetworkStream(socket), options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        await Until(() => _messenger.Of<EnterSession>().Count == 2);

        _catalog.Declare(both with { Password = new Secret { Hash = _hasher.Hash("second") } });

        await byPassword.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        byPassword.Failure!.Message.ShouldContain("the password of the user anna was changed");
        await byKey.StandardInput.WriteLineAsync("mkdir two");
        var (exit, said) = await StockClient.EndAsync(byKey);
        exit.ShouldBe(0, said);
        Directory.Exists(_directory["files/acme/inbox/anna/two"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Session_closed_by_command_tells_the_partner_why()
    {
        using var process = _anna.Start(Port, "anna");
        await process.StandardInput.WriteLineAsync("mkdir here");
        await process.StandardInput.FlushAsync();
        await Until(() => Directory.Exists(_directory["files/acme/inbox/anna/here"]));
        await _registry.All.Single().CloseAsync("closed by an administrator");
        (await StockClient.EndAsync(process)).Said.ShouldContain("closed by an administrator");
    }

    [Fact]
    public async Task Listener_that_stops_tells_its_sessions()
    {
        using var process = _anna.Start(Port, "anna");
        await process.StandardInput.WriteLineAsync("mkdir here");
        await process.StandardInput.FlushAsync();
        await Until(() => Directory.Exists(_directory["files/acme/inbox/anna/here"]));
        await _listener.StopAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        (await StockClient.EndAsync(process)).Said.ShouldContain("server is stopping");
    }

    [Fact]
    public async Task Listener_that_stops_lets_a_session_finish_its_file()
    {
        await using var uploader = await Uploader.ConnectAsync(_listener.LocalEndPoint, _catalog);
        await using var file = await uploader.Client.OpenAsync("a.csv", SftpOpenFlags.Write | SftpOpenFlags.Create, default, CancellationToken.None);
        using var idle = _anna.Start(Port, "anna");
        await idle.StandardInput.WriteLineAsync("mkdir here");
        await idle.StandardInput.FlushAsync();
        await Until(() => Directory.Exists(_directory["files/acme/inbox/anna/here"]));

        var stopping = _listener.StopAsync(TimeSpan.FromMinutes(5), CancellationToken.None);

        (await _entered.ShouldNotBeNull().Ended).ShouldContain("server is stopping");
        (await StockClient.EndAsync(idle)).Said.ShouldContain("server is stopping");
        stopping.IsCompleted.ShouldBeFalse();
        await file.WriteAsync(0, new("hello"u8.ToArray()), CancellationToken.None);
        await file.CloseAsync(CancellationToken.None);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
        (await File.ReadAllTextAsync(_directory["files/acme/inbox/uploader/a.csv"])).ShouldBe("hello");
        (await Should.ThrowAsync<SftpException>(uploader.Client.StatAsync("a.csv", CancellationToken.None).AsTask())).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Listener_that_stops_cuts_a_busy_session_off_when_the_time_is_up()
    {
        await using var uploader = await Uploader.ConnectAsync(_listener.LocalEndPoint, _catalog);
        await using var file = await uploader.Client.OpenAsync("a.csv", SftpOpenFlags.Write | SftpOpenFlags.Create, default, CancellationToken.None);

        await _listener.StopAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

        (await Should.ThrowAsync<SftpException>(file.CloseAsync(CancellationToken.None).AsTask())).Message.ShouldContain("can't wait longer");
        (await _entered.ShouldNotBeNull().Ended).ShouldContain("can't wait longer");
    }

    [Fact]
    public async Task User_whose_closed_sessions_hang_is_not_let_in_until_they_end()
    {
        using var asked = new ManualResetEventSlim();
        using var answer = new ManualResetEventSlim();
        _messenger.Refuse = message =>
        {
            if (message is FileArrived)
            {
                asked.Set();
                answer.Wait();
            }
        };
        await File.WriteAllTextAsync(_directory["a.csv"], "hello");
        using var process = _anna.Start(Port, "anna");
        await process.StandardInput.WriteLineAsync($"mkdir invoices\nput {_directory["a.csv"]} invoices/a.csv");
        await process.StandardInput.FlushAsync();
        await Until(() => asked.IsSet);
        await _entered.ShouldNotBeNull().CloseAsync("closed by an administrator");
        await StockClient.EndAsync(process);

        await Until(() =>
        {
            _patience.Advance(TimeSpan.FromSeconds(1));
            return _hanging.AreTooMany("anna");
        });
        var (exit, said) = await _anna.RunAsync(Port, "anna", "pwd\n");
        exit.ShouldNotBe(0);
        said.ShouldContain("Your files on this server can't be reached now.");
        await (await Uploader.ConnectAsync(_listener.LocalEndPoint, _catalog)).DisposeAsync();

        answer.Set();
        await Until(() => !_hanging.AreTooMany("anna"));
        (await _anna.RunAsync(Port, "anna", "pwd\n")).Exit.ShouldBe(0);
    }

    [Fact]
    public async Task Load_balancer_says_whose_connection_it_is_and_must()
    {
        TrustedProxies.TryParse("127.0.0.0/8", out var proxies).ShouldBeTrue();
        await using var balanced = SftpListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0), proxies, new StartupLimit(new LoginSettings().Startups), _connections, _registry, TimeProvider.System, NullLogger<SftpListener>.Instance);
        await using (await Uploader.ConnectAsync(balanced.LocalEndPoint, _catalog, "PROXY TCP4 192.0.2.7 127.0.0.1 56324 22\r\n"))
        {
            await Until(() => _messenger.Of<EnterSession>().Count == 1);
            _messenger.Of<EnterSession>().Single().RemoteAddress.ShouldBe("192.0.2.7:56324");
        }

        (await _anna.RunAsync(balanced.LocalEndPoint.Port, "anna", "pwd\n")).Exit.ShouldNotBe(0);
        _messenger.Of<EnterSession>().Count.ShouldBe(1);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _guard.Dispose();
        _mounts.Dispose();
        _authenticator.Dispose();
        _store.Dispose();
        _directory.Dispose();
    }

    private void Declare(TimeSpan idleTimeout) =>
        _catalog.Declare(new EndpointSpec { Organization = "acme", Name = "inbox", Type = EndpointTypes.SftpServer, IdleTimeout = idleTimeout });

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
        }
    }
}

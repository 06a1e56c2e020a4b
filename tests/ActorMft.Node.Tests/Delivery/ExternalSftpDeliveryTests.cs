using System.Security.Cryptography;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Endpoints.ExternalSftp;
using ActorMft.Node.Files;
using ActorMft.Node.Remotes;
using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Delivery;

/// <summary>Deliveries through the connection pool to a real sshd; only the engine is not there.</summary>
public sealed class ExternalSftpDeliveryTests : IAsyncLifetime
{
    private const int Cap = 3;

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly FixedCatalog _catalog = new();
    private readonly FileStore _store;
    private readonly RemoteConnections _connections;
    private readonly DeliveryRunner _runner;
    private readonly LeaseHold _hold = Holds.Lasting(Guid.Empty);
    private readonly Workspace _workspace = new();
    private SshdServer _sshd = null!;

    public ExternalSftpDeliveryTests()
    {
        _store = FileStore.Open(_directory["files"]);
        var node = new ThisNode("node-1", () => Guid.Empty, id => id);
        var connector = new RemoteConnector(_messenger, new OpenSecrets(), new OutboundSockets(), new RemoteSettings(), TimeProvider.System, NullLoggerFactory.Instance);
        _connections = new RemoteConnections(
            _catalog, connector, _messenger, node, () => _hold, (_, _) => Task.FromResult<PoolRow?>(null), TimeProvider.System, NullLogger<RemoteConnections>.Instance);
        var endpoints = new EndpointOpener(_catalog, [new ExternalSftpEndpoint(_connections)]);
        _runner = new DeliveryRunner(endpoints, _store, new ProgressRegistry(TimeProvider.System), node, NullLogger<DeliveryRunner>.Instance);
        _messenger.Answer = (_, message) => message switch
        {
            RequestSlot => new SlotReply(SlotStatus.Granted, 0, Reason: null),
            RecordRemoteHostKey => new RemoteHostKeyReply(Trusted: true, Expected: null, Reason: null),
            _ => new AttemptReply(Continue: true, DeliveryStage.Part, FinalPath: null, Reason: null),
        };
    }

    public async Task InitializeAsync()
    {
        _sshd = new SshdServer(_workspace);
        await _sshd.StartAsync();
        Declare(_sshd.Port);
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _sshd.DisposeAsync();
        _workspace.Dispose();
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Many_files_share_the_connections_of_the_cap_and_all_arrive()
    {
        var contents = Enumerable.Range(0, 60).Select(number => Pin(number, number * 3000)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => DeliverAsync(number, $"in/two words/{number} é.csv")));

        _messenger.Of<AttemptFailed>().ShouldBeEmpty();
        for (var number = 0; number < 60; number++)
        {
            (await File.ReadAllBytesAsync(Path.Combine(_sshd.Home, $"in/two words/{number} é.csv"))).ShouldBe(contents[number]);
        }

        Directory.GetFiles(Path.Combine(_sshd.Home, "in/two words")).Length.ShouldBe(60);
        _messenger.Of<RequestSlot>().Count.ShouldBeLessThanOrEqualTo(Cap);
    }

    [Fact]
    public async Task Delivery_over_a_line_that_breaks_is_continued_and_not_sent_again()
    {
        const int Size = 60_000_000;
        using var line = new CuttingProxy(_sshd.Port, bytesUntilCut: Size * 6L / 10);
        Declare(line.Port);
        var content = Pin(1, Size);

        await DeliverAsync(1, "in/a.bin");
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        failed.Transient.ShouldBeTrue(failed.Reason);
        failed.BytesSent.ShouldBeGreaterThan(Size / 3);

        await DeliverAsync(1, "in/a.bin");
        var delivered = _messenger.Of<Delivered>().ShouldHaveSingleItem();
        delivered.BytesSent.ShouldBeInRange(Size * 3 / 10, (Size * 4 / 10) + 9_000_000);
        (await File.ReadAllBytesAsync(Path.Combine(_sshd.Home, "in/a.bin"))).AsSpan().SequenceEqual(content).ShouldBeTrue();
        _messenger.Of<AttemptStarted>()[1].ResumedAt.ShouldBe(Size - delivered.BytesSent);
    }

    [Fact]
    public async Task Target_that_is_down_is_a_transient_failure_that_names_the_address()
    {
        await _sshd.StopAsync();
        Pin(1, 10);
        await DeliverAsync(1, "in/a.bin");
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        failed.Transient.ShouldBeTrue();
        failed.Reason.ShouldContain($"127.0.0.1:{_sshd.Port} refused the connection");
    }

    [Fact]
    public async Task Test_of_a_remote_says_what_works_or_what_is_wrong()
    {
        var tester = new RemoteTester(_connections, TimeProvider.System);
        var good = await tester.TestAsync("acme", "bank", directory: null, static _ => { }, CancellationToken.None);
        good.Ok.ShouldBeTrue(good.Message);
        good.Message.ShouldContain(_sshd.Home);
        good.HostKey.ShouldBe(_sshd.HostKeyFingerprint());

        await _sshd.StopAsync();
        var bad = await tester.TestAsync("acme", "bank", directory: null, static _ => { }, CancellationToken.None);
        bad.Ok.ShouldBeFalse();
        bad.Message.ShouldStartWith("Failed at the TCP connection");
    }

    private void Declare(int port)
    {
        _catalog.Declare(new EndpointSpec { Organization = "acme", Name = "bank-in", Type = EndpointTypes.ExternalSftp, Remote = "bank" });
        _catalog.Declare(new RemoteSpec
        {
            Organization = "acme",
            Name = "bank",
            Host = "127.0.0.1",
            Port = port,
            Username = SshdServer.UserName,
            MaxConnections = Cap,
            Auth = new RemoteAuth { PrivateKey = new Secret { Sealed = File.ReadAllText(_workspace.KeyFile) } },
        });
    }

    private byte[] Pin(int number, int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var inbox = _store.OpenEndpoint("acme", "inbox");
        File.WriteAllBytes($"{inbox.FullPath}/{number}", content);
        _store.Pin(inbox, $"/{number}", Id(number));
        return content;
    }

    private Task DeliverAsync(int number, string targetPath)
    {
        var id = Id(number);
        var definition = new TransferDefinition(
            id,
            "acme",
            "invoices",
            id,
            "inbox",
            $"/{number}",
            new FileIdentity(1, 1, DateTimeOffset.UnixEpoch),
            Pinned: true,
            "bank-in",
            targetPath,
            OnExisting.Replace,
            new RetryPolicy(),
            "anna");
        var work = new Deliver(definition, Attempt: 1, PartName.PathFor(targetPath, id));
        return _runner.RunAsync(new WorkItem(new EntityId("transfer", id), "deliver", work, DateTimeOffset.UnixEpoch, Run: 1), _messenger, CancellationToken.None);
    }

    private static string Id(int number) => DerivedId.Create(DateTimeOffset.UnixEpoch, $"{number}");
}

using System.Text;
using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Endpoints.Lan;
using ActorMft.Node.Endpoints.SftpServer;
using ActorMft.Node.Files;
using ActorMft.Node.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Delivery;

public sealed class DeliveryRunnerTests : IDisposable
{
    private const string TransferId = "01J00000000000000000000009";
    private const string ArrivalId = "01J00000000000000000000001";

    private static readonly EntityId _transfer = new("transfer", TransferId);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly FixedCatalog _catalog;
    private readonly FileStore _store;
    private readonly ProgressRegistry _progress = new(TimeProvider.System);
    private readonly DeliveryRunner _runner;
    private DeliveryStage _stage = DeliveryStage.Part;

    public DeliveryRunnerTests()
    {
        Directory.CreateDirectory(_directory["lan"]);
        _catalog = new FixedCatalog(
            new EndpointSpec { Organization = "acme", Name = "archive", Type = EndpointTypes.Lan, Path = _directory["lan"] },
            new EndpointSpec { Organization = "acme", Name = "outbox", Type = EndpointTypes.SftpServer },
            new FlowSpec { Organization = "acme", Name = "onward", Source = new FlowSource { Endpoint = "outbox" } });
        _store = FileStore.Open(_directory["files"]);
        var arrivals = new Arrivals(_store, _catalog, _messenger, TimeProvider.System, NullLogger<Arrivals>.Instance);
        var endpoints = new EndpointOpener(_catalog, [new LanEndpoint(), new SftpServerEndpoint(_store, arrivals)]);
        _runner = new DeliveryRunner(endpoints, _store, _progress, new ThisNode("node-1", () => Guid.Empty, id => id), NullLogger<DeliveryRunner>.Instance);
        _messenger.Answer = (_, _) => new AttemptReply(Continue: true, _stage, "/in/a.csv", Reason: null);
        Pin("hello");
    }

    [Fact]
    public async Task Delivery_is_reported_step_by_step()
    {
        await DeliverAsync("archive");

        File.ReadAllText(_directory["lan/in/a.csv"]).ShouldBe("hello");
        _messenger.Sent.Select(message => message.Message.GetType()).ShouldBe([typeof(AttemptStarted), typeof(PartCompleted), typeof(Delivered)]);
        _messenger.Sent.ShouldAllBe(message => message.To == _transfer);
        var delivered = _messenger.Of<Delivered>().Single();
        (delivered.Attempt, delivered.Node, delivered.FinalPath, delivered.BytesSent).ShouldBe((3, "node-1", "/in/a.csv", 5));
        delivered.Run.ShouldBe(_messenger.Of<AttemptStarted>().Single().Run);
        _progress.Find(TransferId).ShouldBeNull();
    }

    [Fact]
    public async Task Source_that_is_gone_fails_for_good_with_a_sentence()
    {
        _store.Unpin(ArrivalId);
        await DeliverAsync("archive");
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        failed.Transient.ShouldBeFalse();
        failed.Reason.ShouldContain("'/invoices/a.csv' are gone");
    }

    [Fact]
    public async Task Failure_before_the_start_names_no_run_so_that_it_is_listened_to()
    {
        Directory.Delete(_directory["lan"]);
        await DeliverAsync("archive");
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        failed.Run.ShouldBeEmpty();
        failed.Transient.ShouldBeTrue();
        failed.Reason.ShouldContain(_directory["lan"]);
    }

    [Fact]
    public async Task Failure_after_the_start_names_its_run()
    {
        Directory.CreateDirectory(_directory["lan/in/a.csv/in the way"]);
        await DeliverAsync("archive");
        _messenger.Of<AttemptFailed>().ShouldHaveSingleItem().Run.ShouldBe(_messenger.Of<AttemptStarted>().Single().Run);
    }

    [Theory]
    [InlineData("nowhere", false)]
    [InlineData("disabled", true)]
    public async Task Endpoint_that_cannot_be_used_is_a_sentence(string endpoint, bool transient)
    {
        _catalog.Declare(new EndpointSpec { Organization = "acme", Name = "disabled", Type = EndpointTypes.Lan, Enabled = false });
        await DeliverAsync(endpoint);
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        failed.Reason.ShouldContain($"'{endpoint}'");
        failed.Transient.ShouldBe(transient);
    }

    [Fact]
    public async Task Endpoint_that_this_node_has_not_heard_of_yet_is_asked_for_before_the_transfer_fails()
    {
        _catalog.Refreshing = () => _catalog.Declare(new EndpointSpec { Organization = "acme", Name = "new", Type = EndpointTypes.Lan, Path = _directory["lan"] });
        await DeliverAsync("new");
        _messenger.Of<Delivered>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Endpoint_that_cannot_be_asked_for_is_tried_again()
    {
        _catalog.Refreshing = () => throw new StoreException(StoreFailure.Unavailable, "the database is away");
        await DeliverAsync("new");
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        failed.Transient.ShouldBeTrue();
        failed.Reason.ShouldContain("the database is away");
    }

    [Fact]
    public async Task Transfer_that_says_stop_is_not_delivered()
    {
        _messenger.Answer = (_, _) => new AttemptReply(Continue: false, DeliveryStage.Part, FinalPath: null, "cancelled");
        await DeliverAsync("archive");
        _messenger.Of<Delivered>().ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_directory["lan"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Database_that_is_away_leaves_the_attempt_to_be_run_again()
    {
        _messenger.Refuse = message => _ = message is Delivered ? throw new StoreException(StoreFailure.Unavailable, "away") : true;
        await Should.ThrowAsync<StoreException>(() => DeliverAsync("archive"));

        _messenger.Refuse = null;
        _stage = DeliveryStage.Renaming;
        await DeliverAsync("archive");
        _messenger.Of<Delivered>().Single().FinalPath.ShouldBe("/in/a.csv");
        File.ReadAllText(_directory["lan/in/a.csv"]).ShouldBe("hello");
    }

    [Fact]
    public async Task Delivery_into_our_own_endpoint_arrives_at_the_flow_there_once_and_pinned()
    {
        await DeliverAsync("outbox");
        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        arrived.Path.ShouldBe("/in/a.csv");
        arrived.User.ShouldBeEmpty();
        File.ReadAllText(_directory["files/.actormft/pins/" + arrived.ArrivalId]).ShouldBe("hello");

        _stage = DeliveryStage.Renaming;
        await DeliverAsync("outbox");
        _messenger.Of<FileArrived>().Select(again => again.ArrivalId).Distinct().Count().ShouldBe(1);
        _messenger.Sent.Where(message => message.Message is FileArrived).Select(message => message.RequestId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Discard_removes_the_part_and_says_so()
    {
        Directory.CreateDirectory(_directory["lan/in"]);
        var part = _directory["lan" + PartName.PathFor("/in/a.csv", TransferId)];
        await File.WriteAllTextAsync(part, "hel");
        await RunAsync(new DiscardPart(Definition("archive"), PartName.PathFor("/in/a.csv", TransferId)));
        File.Exists(part).ShouldBeFalse();
        _messenger.Of<PartDiscarded>().Single().Reason.ShouldBeNull();
    }

    [Fact]
    public async Task Discard_that_cannot_reach_the_target_says_why()
    {
        await RunAsync(new DiscardPart(Definition("nowhere"), "/in/.a.csv.x.part"));
        _messenger.Of<PartDiscarded>().Single().Reason.ShouldNotBeNull();
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    private void Pin(string text)
    {
        var inbox = _store.OpenEndpoint("acme", "inbox");
        File.WriteAllBytes(inbox.FullPath + "/a.csv", Encoding.UTF8.GetBytes(text));
        _store.Pin(inbox, "/a.csv", ArrivalId);
    }

    private Task DeliverAsync(string endpoint) =>
        RunAsync(new Deliver(Definition(endpoint), Attempt: 3, PartName.PathFor("in/a.csv", TransferId)));

    private Task RunAsync(object payload) =>
        _runner.RunAsync(new WorkItem(_transfer, "work", payload, DateTimeOffset.UnixEpoch, Run: 1), _messenger, CancellationToken.None);

    private static TransferDefinition Definition(string endpoint) => new(
        TransferId,
        "acme",
        "invoices",
        ArrivalId,
        "inbox",
        "/invoices/a.csv",
        new FileIdentity(1, 5, DateTimeOffset.UnixEpoch),
        Pinned: true,
        endpoint,
        "in/a.csv",
        OnExisting.Replace,
        new RetryPolicy(),
        "anna");
}

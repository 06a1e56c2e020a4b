using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Endpoints.Lan;
using ActorMft.Node.Files;
using ActorMft.Node.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Delivery;

/// <summary>Files from a source that isn't ours, over a directory as the source.</summary>
public sealed class SourceFetchTests : IDisposable
{
    private const string TransferId = "01J00000000000000000000009";
    private const string OtherId = "01J00000000000000000000008";
    private const string ArrivalId = "01J00000000000000000000001";

    private static readonly DateTimeOffset _time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly FileStore _store;
    private readonly DeliveryRunner _delivery;
    private readonly ReleaseRunner _release;

    public SourceFetchTests()
    {
        Directory.CreateDirectory(_directory["share"]);
        Directory.CreateDirectory(_directory["archive"]);
        var catalog = new FixedCatalog(
            new EndpointSpec { Organization = "acme", Name = "share", Type = EndpointTypes.Lan, Path = _directory["share"] },
            new EndpointSpec { Organization = "acme", Name = "archive", Type = EndpointTypes.Lan, Path = _directory["archive"] });
        _store = FileStore.Open(_directory["files"]);
        var endpoints = new EndpointOpener(catalog, [new LanEndpoint()]);
        _delivery = new DeliveryRunner(endpoints, _store, new ProgressRegistry(TimeProvider.System), new ThisNode("node-1", () => Guid.Empty, id => id), NullLogger<DeliveryRunner>.Instance);
        _release = new ReleaseRunner(_store, endpoints, NullLogger<ReleaseRunner>.Instance);
        _messenger.Answer = (_, _) => new AttemptReply(Continue: true, DeliveryStage.Part, FinalPath: null, Reason: null);
        Write("hello");
    }

    [Fact]
    public async Task File_is_read_into_the_store_once_and_delivered_with_its_time()
    {
        await DeliverAsync();
        await DeliverAsync(OtherId, "b.csv");

        File.ReadAllText(_directory["archive/a.csv"]).ShouldBe("hello");
        File.ReadAllText(_directory["archive/b.csv"]).ShouldBe("hello");
        File.GetLastWriteTimeUtc(_directory["archive/a.csv"]).ShouldBe(_time.UtcDateTime);
        _messenger.Of<FetchStarted>().ShouldHaveSingleItem().ResumedAt.ShouldBe(0);
        _messenger.Of<AttemptStarted>()[0].Run.ShouldBe(_messenger.Of<FetchStarted>()[0].Run);
        _messenger.Of<Delivered>().Count.ShouldBe(2);
        Staged().ShouldBeEmpty();
    }

    [Fact]
    public async Task Targets_that_want_the_file_at_the_same_time_share_one_reading()
    {
        await Task.WhenAll(DeliverAsync(), DeliverAsync(OtherId, "b.csv"));
        _messenger.Of<FetchStarted>().ShouldHaveSingleItem();
        _messenger.Of<Delivered>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Reading_goes_on_where_it_was_broken_off()
    {
        await File.WriteAllTextAsync(StagedFile, "hel");
        await DeliverAsync();
        _messenger.Of<FetchStarted>().ShouldHaveSingleItem().ResumedAt.ShouldBe(3);
        File.ReadAllText(_directory["archive/a.csv"]).ShouldBe("hello");
    }

    [Theory]
    [InlineData("other")]
    [InlineData("hello and more")]
    public async Task What_is_staged_and_not_the_files_beginning_is_read_again(string staged)
    {
        await File.WriteAllTextAsync(StagedFile, staged);
        await DeliverAsync();
        File.ReadAllText(_directory["archive/a.csv"]).ShouldBe("hello");
    }

    [Theory]
    [InlineData("hello, longer", 0)]
    [InlineData("HELLO", 1)]
    [InlineData(null, 0)]
    public async Task Version_that_is_gone_from_its_source_ends_the_transfer(string? now, int seconds)
    {
        File.Delete(_directory["share/a.csv"]);
        if (now is not null)
        {
            Write(now, _time.AddSeconds(seconds));
        }

        await DeliverAsync();
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        (failed.SourceLost, failed.Transient).ShouldBe((true, false));
        failed.Reason.ShouldContain(now is null ? "'a.csv' was removed at share before it was read" : "'a.csv' was changed at share before it was read");
        File.Exists(_directory["archive/a.csv"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Source_that_is_not_there_is_waited_for()
    {
        Directory.Move(_directory["share"], _directory["unmounted"]);
        await DeliverAsync();
        var failed = _messenger.Of<AttemptFailed>().ShouldHaveSingleItem();
        failed.Transient.ShouldBeTrue();
        failed.Reason.ShouldContain("Mount the share, or correct the endpoint's path.");
    }

    [Fact]
    public async Task Transfer_that_says_stop_is_not_read()
    {
        _messenger.Answer = (_, _) => new AttemptReply(Continue: false, DeliveryStage.Part, FinalPath: null, "cancelled");
        await DeliverAsync();
        _store.IsPinned(ArrivalId).ShouldBeFalse();
        _messenger.Of<AttemptStarted>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Discard_of_a_cancelled_transfer_removes_what_was_staged()
    {
        await File.WriteAllTextAsync(StagedFile, "hel");
        await RunAsync(_delivery, new DiscardPart(Definition(TransferId, "a.csv"), PartName.PathFor("a.csv", TransferId)));
        Staged().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "hello", 0, false)]
    [InlineData(true, "newer", 5, true)]
    [InlineData(false, "hello", 0, true)]
    public async Task Release_removes_the_carried_version_from_its_source_and_no_other(bool delete, string now, int seconds, bool stays)
    {
        Write(now, _time.AddSeconds(seconds));
        await ReleaseAsync(delete);
        File.Exists(_directory["share/a.csv"]).ShouldBe(stays);
        Directory.GetFileSystemEntries(_directory["share"]).Length.ShouldBe(stays ? 1 : 0);
        var released = _messenger.Of<SourceReleased>().ShouldHaveSingleItem();
        (released.Deleted, released.Gone).ShouldBe((!stays, false));
        (released.Reason is null).ShouldBe(!delete || !stays);
    }

    [Fact]
    public async Task Release_finishes_what_a_broken_one_has_begun()
    {
        File.Move(_directory["share/a.csv"], _directory["share/" + PartName.PathFor("a.csv", ArrivalId)]);
        await ReleaseAsync(delete: true);
        Directory.GetFileSystemEntries(_directory["share"]).ShouldBeEmpty();
        _messenger.Of<SourceReleased>().Single().Deleted.ShouldBeTrue();

        await ReleaseAsync(delete: true);
        _messenger.Of<SourceReleased>()[^1].Gone.ShouldBeTrue();
    }

    [Fact]
    public async Task Release_that_hid_a_newer_version_by_mistake_puts_it_back()
    {
        File.Delete(_directory["share/a.csv"]);
        await File.WriteAllTextAsync(_directory["share/" + PartName.PathFor("a.csv", ArrivalId)], "newer");
        await ReleaseAsync(delete: true);
        File.ReadAllText(_directory["share/a.csv"]).ShouldBe("newer");
        _messenger.Of<SourceReleased>().Single().Deleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Release_waits_for_a_source_that_is_not_there()
    {
        Directory.Move(_directory["share"], _directory["unmounted"]);
        await Should.ThrowAsync<DeliveryException>(() => ReleaseAsync(delete: true));
        _messenger.Of<SourceReleased>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Release_removes_the_trigger_file_at_the_source(bool delete)
    {
        await File.WriteAllTextAsync(_directory["share/a.done"], "");
        File.SetLastWriteTimeUtc(_directory["share/a.done"], _time.UtcDateTime);
        await ReleaseAsync(delete, new TriggerFile("a.done", new FileIdentity(0, 0, _time)));
        File.Exists(_directory["share/a.done"]).ShouldBeFalse();
        File.Exists(_directory["share/a.csv"]).ShouldBe(!delete);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    private string StagedFile => _directory["files/.actormft/staged/" + FileStore.StagedName(ArrivalId, TransferId)];

    private string[] Staged() => Directory.GetFiles(_directory["files/.actormft/staged"]);

    private void Write(string text, DateTimeOffset? time = null)
    {
        File.WriteAllText(_directory["share/a.csv"], text);
        File.SetLastWriteTimeUtc(_directory["share/a.csv"], (time ?? _time).UtcDateTime);
    }

    private Task DeliverAsync(string transferId = TransferId, string target = "a.csv") =>
        RunAsync(_delivery, new Deliver(Definition(transferId, target), Attempt: 1, PartName.PathFor(target, transferId)));

    private Task ReleaseAsync(bool delete, TriggerFile? trigger = null) => RunAsync(
        _release,
        new ReleaseSource("acme", "invoices", ArrivalId, "share", "a.csv", new FileIdentity(0, 5, _time), Pinned: false, delete, trigger));

    private Task RunAsync(IWorkRunner runner, object payload) =>
        runner.RunAsync(new WorkItem(new EntityId("transfer", TransferId), "work", payload, DateTimeOffset.UnixEpoch, Run: 1), _messenger, CancellationToken.None);

    private static TransferDefinition Definition(string transferId, string target) => new(
        transferId,
        "acme",
        "invoices",
        ArrivalId,
        "share",
        "a.csv",
        new FileIdentity(0, 5, _time),
        Pinned: false,
        "archive",
        target,
        OnExisting.Replace,
        new RetryPolicy(),
        User: "");
}

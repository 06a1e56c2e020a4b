using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Delivery;

public sealed class ReleaseRunnerTests : IDisposable
{
    private const string ArrivalId = "01J00000000000000000000001";

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly FileStore _store;
    private readonly string _path;

    public ReleaseRunnerTests()
    {
        _store = FileStore.Open(_directory["files"]);
        var inbox = _store.OpenEndpoint("acme", "inbox");
        _path = inbox.FullPath + "/a.csv";
        File.WriteAllText(_path, "hello");
        _store.Pin(inbox, "/a.csv", ArrivalId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Release_removes_or_keeps_the_source_and_drops_the_pin(bool delete)
    {
        await ReleaseAsync(delete);
        File.Exists(_path).ShouldBe(!delete);
        Directory.EnumerateFiles(_directory["files/.actormft/pins"]).ShouldBeEmpty();
        _messenger.Of<SourceReleased>().Single().ShouldBe(new SourceReleased(ArrivalId, delete, Reason: null));
    }

    [Fact]
    public async Task Release_of_a_replaced_source_leaves_the_new_file_and_says_why()
    {
        File.Move(_path, _path + ".old");
        await File.WriteAllTextAsync(_path, "newer");
        await ReleaseAsync(delete: true);
        (await File.ReadAllTextAsync(_path)).ShouldBe("newer");
        var released = _messenger.Of<SourceReleased>().Single();
        released.Deleted.ShouldBeFalse();
        released.Reason.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Release_removes_the_trigger_file_unless_it_was_replaced(bool delete, bool replaced)
    {
        var trigger = _path + ".done";
        await File.WriteAllTextAsync(trigger, "go");
        var facts = _store.OpenEndpoint("acme", "inbox").Find("/a.csv.done")!;
        if (replaced)
        {
            File.Move(trigger, _path + ".old");
            await File.WriteAllTextAsync(trigger, "go on");
        }

        await ReleaseAsync(delete, new TriggerFile("/a.csv.done", new FileIdentity(facts.Number.Inode, facts.Size, facts.ModifiedAt)));
        File.Exists(trigger).ShouldBe(replaced);
        File.Exists(_path).ShouldBe(!delete);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    private Task ReleaseAsync(bool delete, TriggerFile? trigger = null) => new ReleaseRunner(_store, new EndpointOpener(new FixedCatalog(), []), NullLogger<ReleaseRunner>.Instance).RunAsync(
        new WorkItem(
            new EntityId("flow", "acme/invoices"),
            "release",
            new ReleaseSource("acme", "invoices", ArrivalId, "inbox", "/a.csv", new FileIdentity(1, 5, DateTimeOffset.UnixEpoch), Pinned: true, delete, trigger),
            DateTimeOffset.UnixEpoch,
            Run: 1),
        _messenger,
        CancellationToken.None);
}

using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Files;

public sealed class PinSweepTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly FileStore _store;
    private readonly PinSweep _sweep;

    public PinSweepTests()
    {
        _store = FileStore.Open(_directory["files"]);
        var inbox = _store.OpenEndpoint("acme", "inbox");
        File.WriteAllText(inbox.FullPath + "/a.csv", "a");
        _store.Pin(inbox, "/a.csv", "awaited");
        _store.Pin(inbox, "/a.csv", "forgotten");
        var catalog = new FixedCatalog(new FlowSpec { Organization = "acme", Name = "one" }, new FlowSpec { Organization = "acme", Name = "two" });
        _sweep = new PinSweep(_store, catalog, _messenger, NullLogger<PinSweep>.Instance);
    }

    [Fact]
    public async Task Sweep_drops_only_pins_that_no_flow_awaits()
    {
        _messenger.Answer = (to, _) => new ArrivalsReply(to.Key == "acme/two" ? ["awaited"] : []);
        (await _sweep.RunAsync(TimeSpan.Zero, CancellationToken.None)).ShouldBe(1);
        _store.ListPins().ShouldBe(["awaited"]);
    }

    [Fact]
    public async Task Sweep_leaves_young_pins_alone_for_another_node_may_be_about_to_acknowledge_them()
    {
        _messenger.Answer = (_, _) => new ArrivalsReply([]);
        (await _sweep.RunAsync(TimeSpan.FromHours(1), CancellationToken.None)).ShouldBe(0);
        _store.ListPins().Count.ShouldBe(2);
        (await _sweep.RunAsync(TimeSpan.FromHours(-1), CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task Sweep_without_a_database_drops_nothing()
    {
        _messenger.Refuse = _ => throw new StoreException(StoreFailure.Unavailable, "away");
        await Should.ThrowAsync<StoreException>(() => _sweep.RunAsync(TimeSpan.Zero, CancellationToken.None));
        _store.ListPins().Count.ShouldBe(2);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }
}

using System.Collections.Concurrent;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;
using ActorMft.Node.Mounts;
using ActorMft.Node.Remotes;
using ActorMft.Node.Sessions;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Remotes;

public sealed class RemotePoolTests : IAsyncDisposable
{
    private static readonly RemoteSpec _bank = new() { Organization = "acme", Name = "bank", Host = "bank", MaxConnections = 2 };

    private readonly ManualTime _time = new();
    private readonly FixedCatalog _catalog = new(_bank);
    private readonly FakeMessenger _messenger = new();
    private readonly ConcurrentBag<FakeConnection> _made = [];
    private readonly RemotePool _pool;
    private LeaseHold _hold = Holds.Lasting();
    private Func<PoolRow?> _row = () => null;
    private Func<SlotReply> _slotReply = () => new SlotReply(SlotStatus.Granted, 0, Reason: null);
    private Func<Task> _connecting = () => Task.CompletedTask;

    public RemotePoolTests()
    {
        _messenger.Answer = (_, _) => _slotReply();
        var node = new ThisNode("node-1", () => _hold.Incarnation, id => id);
        _pool = new RemotePool(
            "acme/bank",
            () => _catalog.Current.FindRemote("acme", "bank"),
            ConnectAsync,
            new SlotLine("acme", "bank", _messenger, node, _time),
            () => _hold.IsHeld ? _hold : null,
            _ => Task.FromResult(_row()),
            _time,
            NullLogger.Instance);
    }

    [Fact]
    public async Task Connection_given_back_is_used_again()
    {
        await using (await RentAsync())
        {
        }

        await using (await RentAsync())
        {
        }

        _made.Count.ShouldBe(1);
        _messenger.Of<RequestSlot>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_renters_share_no_more_connections_than_the_cap()
    {
        var rented = await Task.WhenAll(RentAsync(), RentAsync());
        var third = RentAsync();
        var fourth = RentAsync();
        await rented[0].DisposeAsync();
        (await third).Connection.ShouldBe(rented[0].Connection);
        await rented[1].DisposeAsync();
        (await fourth).Connection.ShouldBe(rented[1].Connection);
        _made.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_that_is_broken_or_dead_is_not_used_again_and_its_slot_is_given_back(bool isBroken)
    {
        await using (var lease = await RentAsync())
        {
            if (isBroken)
            {
                lease.Break();
            }
            else
            {
                ((FakeConnection)lease.Connection).IsAlive = false;
            }
        }

        await using var next = await RentAsync();
        _made.Count.ShouldBe(2);
        _messenger.Of<ReleaseSlot>().Single().RequestId.ShouldBe(_messenger.Of<RequestSlot>()[0].RequestId);
        _made.Count(connection => connection.IsDisposed).ShouldBe(1);
    }

    [Fact]
    public async Task Idle_connection_is_closed_after_a_while_and_its_slot_given_back()
    {
        await using (await RentAsync())
        {
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        _made.Single().IsDisposed.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));
        await Until(() => _messenger.Of<ReleaseSlot>().Count == 1);
        _made.Single().IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task Changed_declaration_needs_a_new_connection()
    {
        await using (await RentAsync())
        {
        }

        _catalog.Declare(_bank with { Username = "other" });
        await using var lease = await RentAsync();
        lease.Connection.Spec.Username.ShouldBe("other");
        _made.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Slots_of_an_earlier_incarnation_are_not_used()
    {
        await using (await RentAsync())
        {
        }

        _hold.End();
        _hold = Holds.Lasting();
        await using var lease = await RentAsync();
        _made.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Connection_in_use_when_the_hold_ends_is_not_used_again_under_the_next_one()
    {
        await using (await RentAsync())
        {
            _hold.End();
            _hold = Holds.Lasting(_hold.Incarnation);
        }

        await Until(() => _messenger.Of<ReleaseSlot>().Count == 1);
        await using var lease = await RentAsync();
        _made.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_asked_or_connected_without_a_hold_and_who_waits_is_served_under_the_next_one()
    {
        _hold.End();
        var rent = RentAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        _messenger.Sent.ShouldBeEmpty();
        _hold = Holds.Lasting();
        await AdvanceUntil(() => rent.IsCompleted);
        await using var lease = await rent;
        _made.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Slot_granted_as_the_hold_ends_is_given_back_without_a_connection()
    {
        var first = _hold;
        _slotReply = () =>
        {
            first.End();
            return new SlotReply(SlotStatus.Granted, 0, Reason: null);
        };
        var rent = RentAsync();
        await Until(() => _messenger.Of<ReleaseSlot>().Count == 1);
        _made.ShouldBeEmpty();
        _slotReply = () => new SlotReply(SlotStatus.Granted, 0, Reason: null);
        _hold = Holds.Lasting();
        await AdvanceUntil(() => rent.IsCompleted);
        await using var lease = await rent;
    }

    [Fact]
    public async Task Flow_with_many_files_does_not_hold_up_another_one()
    {
        Task<RemoteLease>[] held = [RentAsync(), RentAsync()];
        await Task.WhenAll(held);
        var many = Enumerable.Range(0, 50).Select(_ => RentAsync("many")).ToList();
        var few = RentAsync("few");
        await (await held[0]).DisposeAsync();
        await (await held[1]).DisposeAsync();
        await using var lease = await few;
        await Until(() => many.Exists(rent => rent.IsCompleted));
        many.Count(rent => rent.IsCompleted).ShouldBe(1);
    }

    [Fact]
    public async Task Connections_above_the_nodes_share_are_closed_while_another_node_waits()
    {
        var busy = await RentAsync();
        await using (await RentAsync())
        {
        }

        await Until(() => _made.Count == 2);
        _row = () => Row(cap: 2, granted: _messenger.Of<RequestSlot>().Select(wish => wish.RequestId).Distinct(), wishing: Guid.NewGuid());
        await AdvanceUntil(() => _messenger.Of<ReleaseSlot>().Count == 1);
        await busy.DisposeAsync();
        await using var again = await RentAsync();
        again.Connection.ShouldBe(busy.Connection);
    }

    [Fact]
    public async Task Only_slot_is_handed_on_after_a_few_seconds_while_another_node_waits()
    {
        _catalog.Declare(_bank with { MaxConnections = 1 });
        var first = await RentAsync();
        _row = () => Row(cap: 1, granted: _messenger.Of<RequestSlot>().Select(wish => wish.RequestId).Take(1), wishing: Guid.NewGuid());
        for (var second = 0; second < 6; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var next = RentAsync();
        await first.DisposeAsync();
        await Until(() => _messenger.Of<ReleaseSlot>().Count == 1);
        await using var lease = await next;
        lease.Connection.ShouldNotBe(first.Connection);
    }

    [Fact]
    public async Task Slot_that_the_pool_counts_and_the_node_does_not_know_is_given_back()
    {
        await using var lease = await RentAsync();
        _row = () => Row(cap: 2, granted: [.. _messenger.Of<RequestSlot>().Select(wish => wish.RequestId), "lost"], wishing: null);
        await AdvanceUntil(() => _messenger.Of<ReleaseSlot>().Count == 1);
        _messenger.Of<ReleaseSlot>().ShouldBe([new ReleaseSlot("lost")]);
    }

    [Fact]
    public async Task Waiter_is_told_after_its_patience_who_has_the_connections()
    {
        const string Reason = "waiting for a connection to acme/bank: all 2 in use, by node-2 (2); place 1 in line";
        _slotReply = () => new SlotReply(SlotStatus.Waiting, 1, Reason);
        var rent = _pool.RentAsync("", TimeSpan.FromSeconds(30), CancellationToken.None);
        await AdvanceUntil(() => rent.IsCompleted);
        var failure = await Should.ThrowAsync<RemoteException>(() => rent);
        failure.Message.ShouldBe($"No connection to 'acme/bank' became free within 30 s ({Reason}).");
        failure.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Waiter_is_told_when_the_remote_is_removed()
    {
        _slotReply = () => new SlotReply(SlotStatus.Waiting, 1, "2 of 2 in use");
        var rent = RentAsync();
        await Until(() => _messenger.Of<RequestSlot>().Count == 1);
        _catalog.Delete(_bank.Key);
        await AdvanceUntil(() => rent.IsCompleted);
        (await Should.ThrowAsync<RemoteException>(() => rent)).Message.ShouldContain("isn't declared any more");
    }

    [Fact]
    public async Task Retired_pool_closes_what_is_returned_and_makes_nothing_new()
    {
        var busy = await RentAsync();
        await using (await RentAsync())
        {
        }

        await Until(() => _made.Count == 2);
        await _pool.RetireAsync();
        await Until(() => _messenger.Of<ReleaseSlot>().Count == 1);
        using var cancel = new CancellationTokenSource();
        var late = _pool.RentAsync("", TimeSpan.FromHours(1), cancel.Token);
        await busy.DisposeAsync();
        await Until(() => _messenger.Of<ReleaseSlot>().Count == 2);
        late.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => late);
        _made.All(connection => connection.IsDisposed).ShouldBeTrue();
    }

    [Fact]
    public async Task Failure_to_connect_is_told_to_everybody_who_waits()
    {
        var gate = new TaskCompletionSource();
        _connecting = async () =>
        {
            await gate.Task;
            throw new RemoteException(ConnectStep.Tcp, "refused", isTransient: true);
        };
        Task<RemoteLease>[] waiting = [RentAsync(), RentAsync(), RentAsync()];
        gate.SetResult();
        foreach (var rent in waiting)
        {
            (await Should.ThrowAsync<RemoteException>(() => rent)).Message.ShouldBe("refused");
        }

        await Until(() => _messenger.Of<ReleaseSlot>().Count == _messenger.Of<RequestSlot>().Count);
    }

    [Fact]
    public async Task Failure_to_connect_while_another_connection_serves_lets_the_others_wait_for_it()
    {
        var first = await RentAsync();
        _connecting = () => throw new RemoteException(ConnectStep.KeyExchange, "too many logins", isTransient: true);
        var second = RentAsync();
        await Until(() => _messenger.Of<RequestSlot>().Count >= 2);
        await first.DisposeAsync();
        (await second).Connection.ShouldBe(first.Connection);
    }

    [Fact]
    public async Task Renter_waits_in_line_until_a_slot_is_granted()
    {
        _slotReply = () => new SlotReply(SlotStatus.Waiting, 1, "2 of 2 in use");
        var rent = RentAsync();
        await Until(() => _messenger.Of<RequestSlot>().Count == 1);
        _slotReply = () => new SlotReply(SlotStatus.Granted, 0, Reason: null);
        while (!rent.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await using var lease = await rent;
        _messenger.Of<RequestSlot>().Select(wish => wish.RequestId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Renter_who_gives_up_leaves_the_line()
    {
        _slotReply = () => new SlotReply(SlotStatus.Waiting, 1, "2 of 2 in use");
        using var cancel = new CancellationTokenSource();
        var rent = _pool.RentAsync("", TimeSpan.FromHours(1), cancel.Token);
        await Until(() => _messenger.Of<RequestSlot>().Count == 1);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => rent);
        await Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _messenger.Of<ReleaseSlot>().Count == 1;
        });
    }

    [Fact]
    public async Task Trial_that_waits_for_a_slot_gets_the_next_that_comes_free()
    {
        var busy = await RentAsync();
        var slot = _messenger.Of<RequestSlot>().Single().RequestId;
        _slotReply = () => _messenger.Of<ReleaseSlot>().Any(release => release.RequestId == slot)
            ? new SlotReply(SlotStatus.Granted, 0, null)
            : new SlotReply(SlotStatus.Waiting, 1, "all 1 in use");
        var looked = false;
        var trial = _pool.Trials.RunAsync(_ => Task.FromResult(looked = true), new ConnectTrace(_time), CancellationToken.None);
        await Until(() => _messenger.Of<RequestSlot>().Count > 1);
        _pool.SlotReason.ShouldBe("all 1 in use");
        await busy.DisposeAsync();
        await AdvanceUntil(() => trial.IsCompleted);
        await trial;
        looked.ShouldBeTrue();
        _made.Count.ShouldBe(2);
        _made.ShouldAllBe(connection => connection.IsDisposed);
    }

    [Fact]
    public async Task Refused_slot_is_a_sentence()
    {
        _slotReply = () => new SlotReply(SlotStatus.Refused, 0, "the remote is disabled");
        var refusal = await Should.ThrowAsync<RemoteException>(() => RentAsync());
        refusal.Step.ShouldBe(ConnectStep.Slot);
        refusal.Message.ShouldBe("the remote is disabled");
    }

    [Fact]
    public async Task Disabled_remote_is_refused_with_its_reason_before_anything_is_asked()
    {
        _catalog.Declare(_bank, new RemoteFacts("SHA256:old", "SHA256:new", "the host key changed"));
        (await Should.ThrowAsync<RemoteException>(() => RentAsync())).Message.ShouldBe("the host key changed");
        _messenger.Sent.ShouldBeEmpty();
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private PoolRow Row(int cap, IEnumerable<string> granted, Guid? wishing)
    {
        var slots = granted.Select(id => new PoolSlot(id, _hold.Incarnation)).ToList();
        return new PoolRow("acme", "bank", cap, slots.Count, 0, [], [], slots, wishing is { } other ? [other] : [], DisabledReason: null);
    }

    private Task<RemoteLease> RentAsync() => RentAsync("invoices");

    private Task<RemoteLease> RentAsync(string party) => _pool.RentAsync(party, TimeSpan.FromHours(1), CancellationToken.None);

    /// <summary>Fake time goes at most two hundred times as fast as the clock, so that the code under test keeps up with it also on a busy machine.</summary>
    private async Task AdvanceUntil(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!condition())
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<IRemoteConnection> ConnectAsync(CatalogEntry remote, LeaseHold hold, ConnectTrace trace, CancellationToken cancellationToken)
    {
        await _connecting();
        var connection = new FakeConnection((RemoteSpec)remote.Spec);
        _made.Add(connection);
        return connection;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class FakeConnection(RemoteSpec spec) : IRemoteConnection
    {
        public RemoteSpec Spec => spec;

        public ISftpFileSystem Files => throw new NotSupportedException();

        public string LoginDirectory => "/";

        public string ServerIdent => "SSH-2.0-fake";

        public string HostKey => "SHA256:fake";

        public string Algorithms => "none";

        public bool IsAlive { get; set; } = true;

        public bool IsDisposed { get; private set; }

        public void Tell(MountRoute route)
        {
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            IsAlive = false;
            return ValueTask.CompletedTask;
        }
    }
}

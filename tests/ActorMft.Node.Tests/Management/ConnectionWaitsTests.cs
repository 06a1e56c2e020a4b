using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Management;

namespace ActorMft.Node.Tests.Management;

public sealed class ConnectionWaitsTests
{
    private static readonly RemoteSpec _bank = new() { Organization = "acme", Name = "bank", Host = "bank" };

    private static readonly EndpointSpec _bankIn = new()
    {
        Organization = "acme", Name = "bank-in", Type = EndpointTypes.ExternalSftp, Remote = "bank",
    };

    private readonly FixedCatalog _catalog = new(_bank, _bankIn);
    private readonly ConnectionWaits _waits;
    private PoolRow _row = new(
        "acme", "bank", 25, 25, 4, [new PoolHolder("node-1", 10), new PoolHolder("node-2", 15)], [], [], [], DisabledReason: null);

    private int _reads;

    public ConnectionWaitsTests() => _waits = new ConnectionWaits(_catalog, (pool, _) =>
    {
        pool.ShouldBe("acme/bank");
        _reads++;
        return Task.FromResult<PoolRow?>(_row);
    });

    [Fact]
    public async Task Pending_transfer_to_a_busy_remote_says_who_has_the_connections()
    {
        (await AskAsync(TransferState.Pending)).ShouldBe("waiting for a connection to 'bank': all 25 in use, by node-1 (10), node-2 (15)");
        await AskAsync(TransferState.Pending);
        _reads.ShouldBe(1);
    }

    [Theory]
    [InlineData(TransferState.Running)]
    [InlineData(TransferState.Waiting)]
    [InlineData(TransferState.Parked)]
    public async Task Transfer_in_another_state_waits_for_no_connection(TransferState state) => (await AskAsync(state)).ShouldBeNull();

    [Fact]
    public async Task Transfer_that_is_held_waits_for_no_connection()
    {
        _catalog.Declare(_bankIn with { Enabled = false });
        (await AskAsync(TransferState.Pending)).ShouldBeNull();
    }

    [Fact]
    public async Task Node_that_has_all_connections_itself_lets_its_transfers_wait()
    {
        _row = _row with { Waiting = 0 };
        (await AskAsync(TransferState.Pending)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Remote_with_free_connections_keeps_nobody_waiting()
    {
        _row = _row with { Granted = 24, Waiting = 0 };
        (await AskAsync(TransferState.Pending)).ShouldBeNull();
    }

    private Task<string?> AskAsync(TransferState state) => _waits.OfAsync(
        new TransferRow(
            "t", "acme", "invoices", "/a", 1, "bank-in:inbound/a", state, 0, 0, Node: null, Error: null, User: null, default, default, null, null),
        CancellationToken.None);
}

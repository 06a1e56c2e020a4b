using ActorMft.Actors.Postgres;
using ActorMft.Actors.Storage;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ActorMft.Actors.Tests.Postgres;

/// <summary>What only a store with several nodes has to do.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresActorStoreTests(FastPostgresServer server)
{
    private static readonly EncodedMessage Something = new("Something", 1, "{}");
    private static readonly EntityId Entity = new("counter", "one");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_all_join()
    {
        string url = await server.CreateDatabaseAsync();
        PostgresActorStore[] stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(url)));
        ShardLease[] leases = await Task.WhenAll(stores.Select((store, i) => JoinAsync(store, $"node-{i}")));

        leases.Select(lease => lease.Shard).Distinct().Count().ShouldBe(6);
        (await stores[0].ReadClusterAsync(CancellationToken.None)).Nodes.Count.ShouldBe(6);
        foreach (PostgresActorStore store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Commit_that_meets_a_claim_under_way_waits_for_it_and_is_fenced()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url);
        ShardLease lease = await JoinAsync(store, "zombie");
        await using NpgsqlConnection claimer = await ConnectAsync(url);
        await using NpgsqlTransaction claim = await claimer.BeginTransactionAsync();
        await ExecuteAsync(claimer, $"UPDATE actormft.shards SET owner = gen_random_uuid(), epoch = epoch + 1 WHERE shard_id = {lease.Shard}");

        Task<CommitOutcome> commit = store.CommitAsync(new ShardCommit { Lease = lease, Events = [Event(1)] }, CancellationToken.None);
        await using NpgsqlConnection watcher = await ConnectAsync(url);
        await Eventually.TrueAsync(
            "the commit waits for the claim",
            async () => await CountAsync(watcher, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 1);
        await claim.CommitAsync();

        (await commit).ShouldBe(CommitOutcome.Fenced);
        (await store.ReadEventsAsync(Entity, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Claim_takes_only_what_nobody_holds_or_the_dead_held()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore first = await OpenAsync(url, TimeSpan.FromSeconds(1));
        await using PostgresActorStore second = await OpenAsync(url);
        ShardLease dying = await JoinAsync(first, "dying", TimeSpan.FromSeconds(1));
        await first.ClaimAsync(dying.Owner, [0, 1], CancellationToken.None);
        ShardLease living = await JoinAsync(second, "living");
        (await second.ClaimAsync(living.Owner, [0, 1, 2], CancellationToken.None)).Select(lease => lease.Shard).ShouldBe([2]);
        NodeMember member = (await second.ReadClusterAsync(CancellationToken.None)).Nodes.Single(node => node.Name == "dying");
        (await second.DeclareDeadAsync(dying.Owner, member.Beat + 1, CancellationToken.None)).ShouldBeFalse("its beat has moved on");
        await Eventually.TrueAsync("its lease is out", async () => await second.DeclareDeadAsync(dying.Owner, member.Beat, CancellationToken.None));

        await Eventually.TrueAsync("death is final", async () => await TryRenewAsync(first, dying.Owner) is null);
        IReadOnlyList<ShardLease> claimed = await second.ClaimAsync(living.Owner, [0, 1, dying.Shard], CancellationToken.None);

        claimed.Select(lease => lease.Shard).Order().ShouldBe([0, 1, dying.Shard]);
        claimed.Single(lease => lease.Shard == 0).Epoch.ShouldBe(2);
        (await first.ReadEventsAsync(Entity, CancellationToken.None)).ShouldBeEmpty();
        (await first.CommitAsync(new ShardCommit { Lease = dying, Events = [Event(1)] }, CancellationToken.None)).ShouldBe(CommitOutcome.Fenced);
    }

    [Fact]
    public async Task Commit_that_was_frozen_half_sent_does_not_hold_its_shard_when_its_node_is_dead()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore first = await OpenAsync(url, TimeSpan.FromSeconds(1));
        await using PostgresActorStore second = await OpenAsync(url);
        ShardLease frozen = await JoinAsync(first, "frozen", TimeSpan.FromSeconds(1));
        ShardLease living = await JoinAsync(second, "living");
        await using NpgsqlConnection half = await ConnectAsync(url);
        await ExecuteAsync(
            half,
            "SET idle_in_transaction_session_timeout = 0; SELECT set_config('application_name', application, false) FROM actormft.nodes WHERE name = 'frozen'; BEGIN; "
            + $"SELECT actormft.fence({frozen.Shard}, '{frozen.Owner}', {frozen.Epoch})");
        await Eventually.TrueAsync("it is declared dead", async () => await second.DeclareDeadAsync(frozen.Owner, 0, CancellationToken.None));

        await Eventually.TrueAsync("its shard is free", async () => (await second.ClaimAsync(living.Owner, [frozen.Shard], CancellationToken.None)).Count == 1);
    }

    [Fact]
    public async Task Death_of_an_earlier_incarnation_ends_no_sessions_of_its_process_but_those_that_are_within_a_transaction_from_before()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore process = await OpenAsync(url);
        await using PostgresActorStore other = await OpenAsync(url);
        ShardLease earlier = await JoinAsync(process, "one", TimeSpan.FromSeconds(1));
        await using NpgsqlConnection half = await ConnectAsync(url);
        await ExecuteAsync(
            half,
            "SET idle_in_transaction_session_timeout = 0; SELECT set_config('application_name', application, false) FROM actormft.nodes; BEGIN; "
            + $"SELECT actormft.fence({earlier.Shard}, '{earlier.Owner}', {earlier.Epoch})");
        ShardLease present = await JoinAsync(process, "one");
        await JoinAsync(other, "two");
        await using NpgsqlConnection watcher = await ConnectAsync(url);
        string sessions = $"SELECT count(*) FROM pg_stat_activity WHERE application_name = (SELECT application FROM actormft.nodes WHERE incarnation = '{present.Owner}')";
        long before = await CountAsync(watcher, sessions);

        await Eventually.TrueAsync("it is declared dead", async () => await other.DeclareDeadAsync(earlier.Owner, 0, CancellationToken.None));

        await Eventually.TrueAsync("the half commit is ended", async () => await CountAsync(watcher, sessions) < before);
        (await process.RenewAsync(present.Owner, TimeSpan.FromSeconds(30), CancellationToken.None)).ShouldNotBeNull();
        await process.ReleaseAsync(present, CancellationToken.None);
        (await CountAsync(watcher, sessions)).ShouldBe(before);
    }

    [Fact]
    public async Task Renewal_does_not_wait_behind_shards_that_cannot_be_given_back()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url, TimeSpan.FromSeconds(30));
        ShardLease lease = await JoinAsync(store, "one");
        await using NpgsqlConnection blocker = await ConnectAsync(url);
        await using NpgsqlTransaction block = await blocker.BeginTransactionAsync();
        await ExecuteAsync(blocker, "SELECT 1 FROM actormft.shards FOR SHARE");
        Task[] releases = [.. Enumerable.Range(0, 8).Select(_ => store.ReleaseAsync(lease, CancellationToken.None))];

        (await store.RenewAsync(lease.Owner, TimeSpan.FromSeconds(30), CancellationToken.None)).ShouldNotBeNull();

        releases.ShouldAllBe(static release => !release.IsCompleted);
        await block.CommitAsync();
        await Task.WhenAll(releases);
    }

    [Fact]
    public async Task Caller_that_gets_no_connection_in_time_fails_and_the_connections_stay()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url + "?Maximum%20Pool%20Size=1&Timeout=1", TimeSpan.FromSeconds(60));
        ShardLease lease = await JoinAsync(store, "one");
        await using NpgsqlConnection watcher = await ConnectAsync(url);
        string waiting = "SELECT COALESCE(max(pid), 0)::bigint FROM pg_stat_activity WHERE datname = current_database() AND ";
        await using NpgsqlConnection blocker = await ConnectAsync(url);
        await using NpgsqlTransaction block = await blocker.BeginTransactionAsync();
        await ExecuteAsync(blocker, "SELECT 1 FROM actormft.shards FOR UPDATE");
        Task<CommitOutcome> commit = store.CommitAsync(new ShardCommit { Lease = lease, Events = [Event(1)] }, CancellationToken.None);
        long pid = 0;
        await Eventually.TrueAsync("the commit waits", async () => (pid = await CountAsync(watcher, waiting + "wait_event_type = 'Lock'")) != 0);

        StoreException failure = await Should.ThrowAsync<StoreException>(store.TakeAsync(1, 0, 1, [], CancellationToken.None));
        await block.CommitAsync();

        failure.OutcomeUnknown.ShouldBeFalse();
        failure.Message.ShouldStartWith("All connections of this node");
        (await commit).ShouldBe(CommitOutcome.Committed);
        (await store.ReadEventsAsync(Entity, CancellationToken.None)).Count.ShouldBe(1);
        (await CountAsync(watcher, waiting + $"pid = {pid}")).ShouldBe(pid);
    }

    [Fact]
    public async Task Message_that_a_synchronous_standby_did_not_confirm_in_time_is_not_acknowledged()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url, TimeSpan.FromSeconds(3));
        await JoinAsync(store, "one");
        StoreException? failure = null;
        try
        {
            await server.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            await server.ExecuteAsync("SELECT pg_reload_conf()");
            await Eventually.TrueAsync(
                "the setting is in force",
                async () =>
                {
                    try
                    {
                        await store.SendAsync([new MessageRow(1, "m", Entity, Something, null)], null, CancellationToken.None);
                    }
                    catch (StoreException exception)
                    {
                        failure = exception;
                    }

                    return failure is not null;
                },
                TimeSpan.FromSeconds(20));
        }
        finally
        {
            await server.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
            await server.ExecuteAsync("SELECT pg_reload_conf()");
        }

        failure.ShouldNotBeNull().OutcomeUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task Restarted_node_takes_back_its_private_shard_from_whoever_took_it_over()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url);
        ShardLease first = await JoinAsync(store, "one");
        ShardLease other = await JoinAsync(store, "two");
        await store.LeaveAsync(first.Owner, CancellationToken.None);
        await store.ClaimAsync(other.Owner, [first.Shard], CancellationToken.None);

        ShardLease again = await JoinAsync(store, "one");

        again.Shard.ShouldBe(first.Shard);
        again.Epoch.ShouldBeGreaterThan(first.Epoch + 1);
    }

    [Fact]
    public async Task Other_nodes_are_told_of_messages_answers_and_changed_views()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore asking = await OpenAsync(url);
        await using PostgresActorStore answering = await OpenAsync(url);
        ShardLease asker = await JoinAsync(asking, "asking");
        ShardLease answerer = await JoinAsync(answering, "answering");
        answerer = (await answering.ClaimAsync(answerer.Owner, [1], CancellationToken.None))[0];
        await asking.ReadClusterAsync(CancellationToken.None);
        RecordingListener heard = new();
        RecordingListener heardByAnswerer = new();
        using IDisposable listening = asking.Listen(asker.Owner, heard);
        using IDisposable listeningToo = answering.Listen(answerer.Owner, heardByAnswerer);
        await heard.Connected.Task.WaitAsync(Patience);
        await heardByAnswerer.Connected.Task.WaitAsync(Patience);

        await asking.SendAsync([new MessageRow(1, "m", Entity, Something, "the request")], null, CancellationToken.None);
        asking.Wake([1]);
        (await heardByAnswerer.Shard.Task.WaitAsync(Patience)).ShouldBe(1);
        long sequence = (await answering.TakeAsync(1, 0, 1, [], CancellationToken.None)).Rows[0].Sequence;
        await answering.CommitAsync(
            new ShardCommit
            {
                Lease = answerer,
                HandledMessages = [sequence],
                Requests = [new RequestChange("the request", Something)],
                PutRows = [new ViewRow("list", "1", "", "", "{}")],
                RequestRetention = TimeSpan.FromHours(1),
            },
            CancellationToken.None);

        (await heard.Request.Task.WaitAsync(Patience)).ShouldBe("the request");
        (await heard.Views.Task.WaitAsync(Patience)).ShouldBe(["list"], ignoreOrder: true);
    }

    [Fact]
    public async Task Reads_go_on_over_new_connections_when_the_server_ends_the_old_ones()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url);
        await JoinAsync(store, "one");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => store.TakeAsync(1, 0, 1, [], CancellationToken.None)));
        await server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'actormft/%' AND datname = '" + Name(url) + "'");

        (await store.TakeAsync(1, 0, 1, [], CancellationToken.None)).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Statements_that_were_planned_while_the_inbox_was_empty_go_by_its_key()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url);
        await JoinAsync(store, "one");
        await using NpgsqlConnection watcher = await ConnectAsync(url);
        await ExecuteAsync(watcher, "VACUUM ANALYZE actormft.inbox");
        for (int i = 0; i < 10; i++)
        {
            await store.TakeAsync(1, 0, 200, [], CancellationToken.None);
        }

        string scans = "SELECT {0}::bigint FROM pg_stat_user_tables WHERE relname = 'inbox'";
        await Eventually.TrueAsync(
            "the server counts its scans", async () => await CountAsync(watcher, string.Format(null, scans, "seq_scan + idx_scan")) >= 20, TimeSpan.FromSeconds(20));

        // One is of the making of the key.
        (await CountAsync(watcher, string.Format(null, scans, "seq_scan"))).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Promotion_of_a_standby_makes_nodes_join_again()
    {
        string url = await server.CreateDatabaseAsync();
        await using PostgresActorStore store = await OpenAsync(url);
        ShardLease lease = await JoinAsync(store, "one");
        (await store.RenewAsync(lease.Owner, TimeSpan.FromSeconds(10), CancellationToken.None)).ShouldNotBeNull();
        await using NpgsqlConnection connection = await ConnectAsync(url);
        await ExecuteAsync(connection, "CREATE OR REPLACE FUNCTION actormft.timeline() RETURNS text LANGUAGE sql AS 'SELECT ''0000000B'''");

        (await store.RenewAsync(lease.Owner, TimeSpan.FromSeconds(10), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Wrong_password_missing_database_and_missing_right_are_a_sentence_each_without_the_password()
    {
        string url = await server.CreateDatabaseAsync();
        string password = url.Split(':')[2].Split('@')[0];
        (await RefusedAsync(url.Replace(password, "geheim", StringComparison.Ordinal))).ShouldContain("refused the login");
        (await RefusedAsync(url + "-not-there")).ShouldContain("has no such database");
        string foreign = await server.CreateDatabaseAsync();
        (await RefusedAsync(foreign[..(foreign.LastIndexOf('/') + 1)] + Name(url))).ShouldContain("lacks a right");

        async Task<string> RefusedAsync(string wrong)
        {
            StoreException refused = await Should.ThrowAsync<StoreException>(OpenAsync(wrong));
            refused.Failure.ShouldBe(StoreFailure.Refused);
            refused.ToString().ShouldNotContain("geheim");
            refused.IsTransient.ShouldBeFalse();
            return refused.Message;
        }
    }

    [Fact]
    public async Task Newer_layout_is_refused()
    {
        string url = await server.CreateDatabaseAsync();
        await (await OpenAsync(url)).DisposeAsync();
        await using NpgsqlConnection connection = await ConnectAsync(url);
        await ExecuteAsync(connection, "UPDATE actormft.settings SET value = '99' WHERE name = 'layout'");

        StoreException refused = await Should.ThrowAsync<StoreException>(OpenAsync(url));

        refused.Failure.ShouldBe(StoreFailure.Incompatible);
        refused.Message.ShouldContain("has layout 99; this program knows layouts up to");
    }

    [Fact]
    public async Task Server_that_is_not_there_is_a_transient_failure()
    {
        StoreException failure = await Should.ThrowAsync<StoreException>(OpenAsync($"postgres://me:geheim@127.0.0.1:{LoopbackPort.Free()}/mft"));
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("does not answer");
        failure.ToString().ShouldNotContain("geheim");
    }

    /// <summary>The sessions of a node that was declared dead are ended, so its next statement may fail.</summary>
    private static async Task<DateTimeOffset?> TryRenewAsync(PostgresActorStore store, Guid incarnation)
    {
        try
        {
            return await store.RenewAsync(incarnation, TimeSpan.FromSeconds(1), CancellationToken.None);
        }
        catch (StoreException exception) when (exception.IsTransient)
        {
            return DateTimeOffset.MaxValue;
        }
    }

    private static EventRow Event(long sequence) => new(Entity, sequence, 1, Something, "m", DateTimeOffset.UnixEpoch);

    private static string Name(string url) => url[(url.LastIndexOf('/') + 1)..];

    private static Task<PostgresActorStore> OpenAsync(string url, TimeSpan? lease = null) => PostgresActorStore.OpenAsync(
        PostgresAddress.Parse(url), lease ?? TimeSpan.FromSeconds(10), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    private static async Task<ShardLease> JoinAsync(PostgresActorStore store, string name, TimeSpan? lease = null) =>
        (await store.JoinAsync(new NodeRegistration(Guid.NewGuid(), name, "", "", 4, lease ?? TimeSpan.FromSeconds(30)), CancellationToken.None)).PrivateShard;

    private static async Task<NpgsqlConnection> ConnectAsync(string url)
    {
        NpgsqlConnection connection = new(DatabaseUrl.ConnectionString(url));
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The statements are written in this file.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The statements are written in this file.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

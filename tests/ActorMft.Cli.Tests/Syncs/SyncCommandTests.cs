using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Syncs;

/// <summary>The commands of syncs, with answers that a real node gives only at certain moments.</summary>
public sealed class SyncCommandTests
{
    [Fact]
    public async Task Status_shows_times_in_utc_and_what_a_run_is_at_and_a_warning()
    {
        await using var node = new FakeNode((request, _) => (200, request switch
        {
            "GET /api/v1/organizations" => """{"items":[{"kind":"Organization","name":"acme"}]}""",
            _ => """
                {"organization":"acme","name":"nightly","nextRun":"2026-11-26T02:00:00+01:00","doing":"connecting to the remote server bank, attempt 2 of 5",
                 "running":{"runId":"r2","by":"admin","startedAt":"2026-11-25T09:00:00+00:00"},
                 "last":{"runId":"r1","by":"schedule","startedAt":"2026-11-25T02:00:00+01:00","endedAt":"2026-11-25T02:00:03+01:00","failures":[],
                         "counts":{"copied":1,"skipped":2,"failed":0,"removed":0,"bytes":30},"warning":"The clock is off."}}
                """,
        }));

        var run = await node.RunAsync(Path.GetTempPath(), "sync", "status", "acme/nightly");

        run.Output.ShouldBe("""
            Running since 2026-11-25 09:00:00 UTC, started by admin: Connecting to the remote server bank, attempt 2 of 5
            Next run: 2026-11-26 01:00:00 UTC
            Last run, 2026-11-25 01:00:00 UTC by schedule: 1 copied (30 B), 2 alike, 0 failed, in 3 s
            WARNING: The clock is off.

            """);
        run.ExitCode.ShouldBe(0);
    }
}

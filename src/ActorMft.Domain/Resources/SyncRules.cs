namespace ActorMft.Domain.Resources;

/// <summary>What a sync must satisfy by itself.</summary>
internal static class SyncRules
{
    private const int MostConnections = 100;

    public static void Check(SyncSpec sync, ProblemList problems)
    {
        problems.Require("endpoint", sync.Endpoint, Names.IsName(sync.Endpoint), "the name of an endpoint of the organization");
        problems.Require("path", sync.Path, Paths.IsAbsolute(sync.Path), Paths.AbsoluteAllowed);
        problems.Require("remote", sync.Remote, Names.IsName(sync.Remote), "the name of a RemoteServer of the organization");
        problems.Require("remotePath", sync.RemotePath, Paths.IsTarget(sync.RemotePath), Paths.TargetAllowed);
        problems.Require("connections", sync.Connections, sync.Connections is > 0 and <= MostConnections, $"1 to {MostConnections}; the remote server's maxConnections holds all the same");
        problems.Require(
            "afterCopy",
            "delete",
            sync.AfterCopy == AfterCopy.Keep || sync.Direction != SyncDirection.TwoWay,
            "keep: a sync of both directions never deletes");
        if (sync.Schedule is { } schedule)
        {
            ScheduleRules.Check(schedule, "schedule", problems);
        }
    }
}

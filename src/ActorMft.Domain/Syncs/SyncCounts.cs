namespace ActorMft.Domain.Syncs;

/// <summary>What a run of a sync has done.</summary>
/// <param name="Copied">Files.</param>
/// <param name="Skipped">Names that were alike already, or that only the target has.</param>
/// <param name="Failed">Names that could not be made alike; the next run tries again.</param>
/// <param name="Removed">Files that were removed at the source.</param>
/// <param name="Bytes">Copied.</param>
public sealed record SyncCounts(long Copied, long Skipped, long Failed, long Removed, long Bytes)
{
    public static SyncCounts None { get; } = new(0, 0, 0, 0, 0);
}

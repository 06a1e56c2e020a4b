using ActorMft.Domain.Syncs;

namespace ActorMft.Node.Syncs;

/// <summary>What a run of a sync would do.</summary>
/// <param name="Copy">Files that would be copied.</param>
/// <param name="Bytes">Of those.</param>
/// <param name="Remove">Files that would be removed at the source without being copied (<c>afterCopy: delete</c>).</param>
/// <param name="Skip">Names that nothing would be done about.</param>
/// <param name="Refuse">Names that can't be made alike.</param>
/// <param name="Entries">Everything but what is skipped, up to a limit.</param>
/// <param name="Truncated">Whether there are more entries than that.</param>
internal sealed record SyncPlan(
    long Copy, long Bytes, long Remove, long Skip, long Refuse, IReadOnlyList<SyncPlan.Entry> Entries, bool Truncated)
{
    /// <summary>Counts a plan, and keeps its first entries.</summary>
    public static async Task<SyncPlan> OfAsync(IAsyncEnumerable<SyncItem> items, int limit, CancellationToken cancellationToken)
    {
        long copy = 0, bytes = 0, remove = 0, skip = 0, refuse = 0;
        var entries = new List<Entry>();
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            switch (item.Step.Action)
            {
                case SyncAction.Skip:
                    skip++;
                    continue;
                case SyncAction.Refuse:
                    refuse++;
                    break;
                case SyncAction.Remove:
                    remove++;
                    break;
                default:
                    copy++;
                    bytes += item.Source.Size;
                    break;
            }

            if (entries.Count < limit)
            {
                entries.Add(new Entry(item.Path, item.Step.Action, item.Source.Size, item.Step.Reason));
            }
        }

        return new SyncPlan(copy, bytes, remove, skip, refuse, entries, Truncated: copy + remove + refuse > entries.Count);
    }

    /// <summary>One name, what would be done about it, and why.</summary>
    internal sealed record Entry(string Path, SyncAction Action, long Size, string Reason);
}

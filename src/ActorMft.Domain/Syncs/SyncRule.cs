using System.Globalization;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Syncs;

/// <summary>
/// How two sides are made alike. Files are alike when they have the same size; of two that differ the source's counts, and two ways the
/// newer one. Nothing is ever removed because the other side lacks it.
/// </summary>
public static class SyncRule
{
    /// <summary>What to do about one name.</summary>
    /// <param name="local">What the endpoint has under it, if anything.</param>
    /// <param name="remote">What the remote server has under it, if anything.</param>
    public static SyncStep Decide(SyncDirection direction, AfterCopy afterCopy, SyncEntry? local, SyncEntry? remote) => direction switch
    {
        SyncDirection.Push => OneWay(SyncAction.Push, afterCopy, local, remote),
        SyncDirection.Pull => OneWay(SyncAction.Pull, afterCopy, remote, local),
        _ => TwoWay(local, remote),
    };

    private static SyncStep OneWay(SyncAction copy, AfterCopy afterCopy, SyncEntry? source, SyncEntry? target) => (source, target) switch
    {
        (null, _) => new SyncStep(SyncAction.Skip, "only the target has it"),
        ({ Kind: SyncEntryKind.Other }, _) => NoFile,
        ({ Kind: SyncEntryKind.Directory }, null or { Kind: SyncEntryKind.Directory }) => Descend,
        ({ Kind: SyncEntryKind.File }, null) => new SyncStep(copy, "the target lacks it"),
        ({ Kind: SyncEntryKind.File } from, { Kind: SyncEntryKind.File } to) => OfFiles(copy, afterCopy, from, to),
        _ => NotTheSameKind,
    };

    private static SyncStep OfFiles(SyncAction copy, AfterCopy afterCopy, SyncEntry source, SyncEntry target)
    {
        if (source.Size != target.Size)
        {
            return new SyncStep(copy, Sizes(source, target));
        }

        if (afterCopy == AfterCopy.Keep)
        {
            return Alike;
        }

        // What is removed afterwards must be there for certain: the same size alone is too little.
        return source.ModifiedAt == target.ModifiedAt
            ? new SyncStep(SyncAction.Remove, "the target has it, of the same size and time")
            : new SyncStep(copy, "the same size but another time, and the source's is removed afterwards");
    }

    private static SyncStep TwoWay(SyncEntry? local, SyncEntry? remote) => (local, remote) switch
    {
        ({ Kind: SyncEntryKind.Other }, _) or (_, { Kind: SyncEntryKind.Other }) => NoFile,
        ({ Kind: SyncEntryKind.Directory }, null or { Kind: SyncEntryKind.Directory }) or (null, { Kind: SyncEntryKind.Directory }) => Descend,
        ({ Kind: SyncEntryKind.File }, null) => new SyncStep(SyncAction.Push, "the remote server lacks it"),
        (null, { Kind: SyncEntryKind.File }) => new SyncStep(SyncAction.Pull, "the endpoint lacks it"),
        ({ Kind: SyncEntryKind.File } here, { Kind: SyncEntryKind.File } there) => Newer(here, there),
        _ => NotTheSameKind,
    };

    private static SyncStep Newer(SyncEntry local, SyncEntry remote)
    {
        if (local.Size == remote.Size)
        {
            return Alike;
        }

        return local.ModifiedAt.CompareTo(remote.ModifiedAt) switch
        {
            > 0 => new SyncStep(SyncAction.Push, $"the endpoint's is newer: {Sizes(local, remote)}"),
            < 0 => new SyncStep(SyncAction.Pull, $"the remote server's is newer: {Sizes(remote, local)}"),
            _ => new SyncStep(SyncAction.Refuse, $"both have the same time and not the same size ({Sizes(local, remote)}): remove or touch one of them"),
        };
    }

    private static SyncStep Alike { get; } = new(SyncAction.Skip, "the same size");

    private static SyncStep Descend { get; } = new(SyncAction.Descend, "a directory");

    private static SyncStep NoFile { get; } = new(SyncAction.Refuse, "neither a file nor a directory: links and devices are not copied");

    private static SyncStep NotTheSameKind { get; } = new(SyncAction.Refuse, "a file on one side and a directory on the other: rename one of them");

    private static string Sizes(SyncEntry from, SyncEntry to) => string.Create(CultureInfo.InvariantCulture, $"{from.Size} bytes, not {to.Size}");
}

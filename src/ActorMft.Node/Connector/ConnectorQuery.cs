using ActorMft.Domain.Flows;
using ActorMft.Sftp;

namespace ActorMft.Node.Connector;

/// <summary>Which entries of a directory are wanted, in which order and how many.</summary>
internal sealed record ConnectorQuery
{
    public const int MostItems = 100_000;

    /// <summary>Absent, or blank: the endpoint's own.</summary>
    public string? RemoteDirectory { get; init; }

    /// <summary>A glob for names; with a <c>/</c> for the path below the directory. Absent: all.</summary>
    public string? Include { get; init; }

    public long? MinSize { get; init; }

    public long? MaxSize { get; init; }

    public DateTimeOffset? ModifiedAfter { get; init; }

    public DateTimeOffset? ModifiedBefore { get; init; }

    /// <summary>Also the directories below.</summary>
    public bool Recursive { get; init; }

    /// <summary>Directories and others are left out.</summary>
    public bool FilesOnly { get; init; }

    public ConnectorSort Sort { get; init; }

    public bool Descending { get; init; }

    public int Limit { get; init; } = 1000;

    public bool Metadata { get; init; }

    /// <summary>Whether an entry is wanted. One whose size or time the server doesn't tell is not, where that is asked about.</summary>
    /// <param name="name">The entry.</param>
    /// <param name="below">Its path below the directory.</param>
    public bool Wants(SftpName name, string below)
    {
        var attributes = name.Attributes;
        return (!FilesOnly || attributes.IsRegularFile)
            && (Include is null || Glob.Matches(Include, Include.Contains('/', StringComparison.Ordinal) ? below : name.Name))
            && (MinSize is null || (attributes.IsRegularFile && attributes.Size >= MinSize))
            && (MaxSize is null || (attributes.IsRegularFile && attributes.Size <= MaxSize))
            && (ModifiedAfter is null || attributes.ModifiedAt > ModifiedAfter)
            && (ModifiedBefore is null || attributes.ModifiedAt < ModifiedBefore);
    }
}

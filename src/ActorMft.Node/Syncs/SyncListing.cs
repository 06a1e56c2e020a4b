using System.Runtime.InteropServices;
using ActorMft.Domain.Syncs;
using ActorMft.Sftp;

namespace ActorMft.Node.Syncs;

/// <summary>What one directory holds: its entries, and apart from them the parts that broken runs have left.</summary>
internal sealed class SyncListing
{
    private readonly Dictionary<string, SyncEntry> _entries = new(StringComparer.Ordinal);
    private List<string>? _parts;

    /// <summary>A directory that nothing can be said about.</summary>
    public static SyncListing Empty { get; } = new();

    /// <summary>A directory that isn't there.</summary>
    public static SyncListing Missing { get; } = new();

    public IReadOnlyCollection<string> Names => _entries.Keys;

    public SyncEntry? Find(string name) => _entries.TryGetValue(name, out var entry) ? entry : null;

    public void Add(SftpName name)
    {
        if (SyncSide.IsVisible(name.Name))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_entries, name.Name, out _) = EntryOf(name.Attributes);
        }
        else
        {
            (_parts ??= []).Add(name.Name);
        }
    }

    /// <summary>The parts of one file, but for the one that is being continued.</summary>
    public IReadOnlyList<string> StalePartsOf(string name, string except) =>
        _parts is null ? [] : [.. _parts.Where(part => part != except && SyncPart.IsOf(part, name))];

    public static SyncEntry EntryOf(SftpAttributes attributes) => new(
        attributes.IsRegularFile ? SyncEntryKind.File : attributes.IsDirectory ? SyncEntryKind.Directory : SyncEntryKind.Other,
        attributes.Size ?? 0,
        attributes.ModifyTime ?? 0);
}

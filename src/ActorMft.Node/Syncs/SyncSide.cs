using ActorMft.Domain.Syncs;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;
using ActorMft.Sftp;

namespace ActorMft.Node.Syncs;

/// <summary>One of the two directories that a sync makes alike.</summary>
/// <param name="Name">For people, "the endpoint acme/inbox" for example.</param>
/// <param name="Files">Where it is.</param>
/// <param name="Root">Its path there, absolute.</param>
internal sealed record SyncSide(string Name, ISftpFileSystem Files, string Root)
{
    /// <summary>A path below the root.</summary>
    public string PathOf(string relative) => relative.Length == 0 ? Root : SftpPath.Combine(Root, relative);

    /// <summary>What a directory holds, by name; null when it isn't there.</summary>
    /// <exception cref="SftpException">It can't be listed.</exception>
    public async Task<SyncListing?> ListAsync(string relative, CancellationToken cancellationToken)
    {
        var listing = new SyncListing();
        try
        {
            await using var directory = await Files.OpenDirectoryAsync(PathOf(relative), cancellationToken);
            while (await directory.ReadAsync(cancellationToken) is { Count: > 0 } names)
            {
                foreach (var name in names)
                {
                    listing.Add(name);
                }
            }

            return listing;
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            return null;
        }
    }

    /// <summary>The file as it is now; null when there is none.</summary>
    public async Task<SyncEntry?> FindAsync(string relative, CancellationToken cancellationToken)
    {
        try
        {
            return SyncListing.EntryOf(await Files.LinkStatAsync(PathOf(relative), cancellationToken));
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            return null;
        }
    }

    /// <summary>Makes a directory, and those above it that are missing; that it is there already is fine.</summary>
    public ValueTask MakeDirectoryAsync(string relative, CancellationToken cancellationToken) =>
        new TargetFiles(Files, transferId: "").CreateDirectoryAsync(PathOf(relative), cancellationToken);

    /// <summary>Whether a name is one that partners see: parts of deliveries are not.</summary>
    public static bool IsVisible(string name) => !PartName.IsPart(name);
}

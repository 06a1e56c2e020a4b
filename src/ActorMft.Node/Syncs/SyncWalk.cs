using ActorMft.Domain.Resources;
using ActorMft.Domain.Syncs;
using ActorMft.Domain.Transfers;
using ActorMft.Sftp;

namespace ActorMft.Node.Syncs;

/// <summary>
/// Goes through both trees at once, directory by directory, and says what has to be done about each name. It holds one directory of each
/// side in memory, and the names of those that are still to be looked at.
/// </summary>
internal sealed class SyncWalk(SyncSpec spec, SyncSide local, SyncSide remote)
{
    private readonly Stack<string> _toDo = new([""]);

    /// <summary>Every name, in no particular order; directories are passed over.</summary>
    /// <param name="makeDirectories">False for a plan.</param>
    /// <exception cref="SftpException">The root of the source can't be listed.</exception>
    public async IAsyncEnumerable<SyncItem> RunAsync(bool makeDirectories, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_toDo.TryPop(out var directory))
        {
            SyncListing here, there;
            SyncItem? problem = null;
            try
            {
                (here, there) = await ListAsync(directory, cancellationToken);
                if (makeDirectories)
                {
                    await MakeAsync(directory, here, there, cancellationToken);
                }
            }
            catch (SftpException exception) when (directory.Length > 0 && !exception.IsTransient)
            {
                here = there = SyncListing.Empty;
                problem = new SyncItem(directory, new SyncStep(SyncAction.Refuse, exception.Message), default, []);
            }

            if (problem is not null)
            {
                yield return problem;
            }

            foreach (var name in here.Names.Concat(there.Names.Where(name => here.Find(name) is null)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Decide(directory, name, here, there) is { } item)
                {
                    yield return item;
                }
            }
        }
    }

    private async Task<(SyncListing Here, SyncListing There)> ListAsync(string directory, CancellationToken cancellationToken)
    {
        var here = local.ListAsync(directory, cancellationToken);
        var there = remote.ListAsync(directory, cancellationToken);
        await Task.WhenAll(here, there);
        if (directory.Length == 0 && spec.Direction == SyncDirection.Pull && await there is null)
        {
            throw new SftpException(SftpStatus.NoSuchFile, $"{remote.Name} has no directory '{remote.Root}'. Correct the sync's remotePath, or have it made there.");
        }

        return (await here ?? SyncListing.Missing, await there ?? SyncListing.Missing);
    }

    private async Task MakeAsync(string directory, SyncListing here, SyncListing there, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(there, SyncListing.Missing) && spec.Direction != SyncDirection.Pull)
        {
            await remote.MakeDirectoryAsync(directory, cancellationToken);
        }

        if (ReferenceEquals(here, SyncListing.Missing) && spec.Direction != SyncDirection.Push)
        {
            await local.MakeDirectoryAsync(directory, cancellationToken);
        }
    }

    private SyncItem? Decide(string directory, string name, SyncListing here, SyncListing there)
    {
        var path = directory.Length == 0 ? name : $"{directory}/{name}";
        var step = SyncRule.Decide(spec.Direction, spec.AfterCopy, here.Find(name), there.Find(name));
        if (step.Action == SyncAction.Descend)
        {
            _toDo.Push(path);
            return null;
        }

        var fromHere = step.Action == SyncAction.Push || (step.Action == SyncAction.Remove && spec.Direction == SyncDirection.Push);
        var source = (fromHere ? here : there).Find(name) ?? default;
        var part = SftpPath.FileName(PartName.PathFor(name, SyncPart.IdOf(spec.Key.ToString(), path, source)));
        var isCopied = step.Action is SyncAction.Push or SyncAction.Pull;
        return new SyncItem(
            path,
            step,
            source,
            isCopied ? (fromHere ? there : here).StalePartsOf(name, part) : [],
            IsByTime: isCopied && spec.Direction == SyncDirection.TwoWay && here.Find(name) is not null && there.Find(name) is not null);
    }
}

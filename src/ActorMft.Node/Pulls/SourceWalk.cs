using System.Runtime.CompilerServices;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Sftp;

namespace ActorMft.Node.Pulls;

/// <summary>Lists the plain files of a flow's source, entry by entry, so that a directory may be of any size. Links are not followed.</summary>
internal sealed class SourceWalk(IEndpointAccess access, FlowSource source)
{
    private const int MaxDepth = 64;

    /// <summary>What stands for bytes that are no UTF-8; a name may also have it as it is.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>What was left out and why, as a sentence; null when nothing was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether every directory was listed.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Every plain file, whether it is for the flow or not.</summary>
    /// <exception cref="DeliveryException">The source's directory itself can't be read.</exception>
    /// <exception cref="SftpException">The connection broke.</exception>
    public async IAsyncEnumerable<(string Path, FileIdentity Version)> FilesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waiting = new Stack<(string Path, int Depth)>([(source.Directory, 0)]);
        while (waiting.TryPop(out var next))
        {
            var directory = await OpenAsync(next.Path, isTop: next.Depth == 0, cancellationToken);
            if (directory is null)
            {
                continue;
            }

            await using (directory)
            {
                while (await directory.ReadAsync(cancellationToken) is { Count: > 0 } entries)
                {
                    foreach (var entry in entries.ToArray())
                    {
                        var path = Child(next.Path, entry.Name);
                        var isUnclear = entry.Name.Contains(Replacement, StringComparison.Ordinal);
                        var facts = entry.Attributes.Mode is null || isUnclear ? await LookAsync(path, cancellationToken) : entry.Attributes;
                        if (isUnclear && facts.Mode is null)
                        {
                            Problem ??= $"The name of '{path}' at {source.Endpoint} is not UTF-8, and it is left out. Have it named otherwise there.";
                            continue;
                        }

                        if (facts.IsRegularFile)
                        {
                            yield return (path, SourceVersion.Of(facts));
                        }
                        else if (facts.IsDirectory && source.IncludesSubdirectories && next.Depth < MaxDepth)
                        {
                            waiting.Push((path, next.Depth + 1));
                        }
                    }
                }
            }
        }
    }

    /// <summary>What is at a path now; nothing when it is gone.</summary>
    public async ValueTask<SftpAttributes> LookAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await access.Files.LinkStatAsync(SftpPath.Combine(access.LoginDirectory, path), cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            return default;
        }
    }

    private static string Child(string directory, string name) => directory.Length == 0 || directory.EndsWith('/') ? directory + name : $"{directory}/{name}";

    private async ValueTask<ISftpDirectory?> OpenAsync(string path, bool isTop, CancellationToken cancellationToken)
    {
        try
        {
            return await access.Files.OpenDirectoryAsync(SftpPath.Combine(access.LoginDirectory, path), cancellationToken);
        }
        catch (SftpException exception) when (!exception.IsTransient)
        {
            var isMissing = exception.Status == SftpStatus.NoSuchFile;
            if (isTop)
            {
                throw new DeliveryException(
                    isMissing
                        ? $"The directory '{path}' isn't there at {source.Endpoint}. Make it there, or correct the flow's source.path."
                        : $"The directory '{path}' at {source.Endpoint} can't be listed: {exception.Message}",
                    isTransient: true,
                    exception);
            }

            if (!isMissing)
            {
                IsComplete = false;
                Problem ??= $"The directory '{path}' at {source.Endpoint} can't be listed, and its files are left out: {exception.Message}";
            }

            return null;
        }
    }
}

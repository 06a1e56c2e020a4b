using ActorMft.Domain.Flows;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Endpoints;
using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>
/// Removes a file from a source that isn't ours, if it still is the version that was carried. It is renamed to a hidden name first and
/// looked at afterwards, so that a newer version which comes meanwhile is not removed by mistake. It can be run again after a break at any point.
/// </summary>
internal sealed class SourceCleaning(IEndpointAccess source, string arrivalId)
{
    private readonly TargetFiles _files = new(source.Files, arrivalId);

    /// <exception cref="SftpException">The source refused.</exception>
    public async ValueTask<SourceFate> RemoveIfSameAsync(string sourcePath, FileIdentity version, CancellationToken cancellationToken)
    {
        var path = SftpPath.Combine(source.LoginDirectory, sourcePath);
        var hidden = TemporaryName.Fit(PartName.PathFor(path, arrivalId));
        if (await _files.FindAsync(hidden, cancellationToken) is null)
        {
            if (await _files.FindAsync(path, cancellationToken) is not { } facts)
            {
                return SourceFate.Gone;
            }

            if (SourceVersion.Of(facts) != version)
            {
                return SourceFate.Replaced;
            }

            try
            {
                await _files.RenameAsync(path, hidden, cancellationToken);
            }
            catch (SftpException gone) when (gone.Status == SftpStatus.NoSuchFile)
            {
                return SourceFate.Gone;
            }
            catch (SftpException refusal) when (!refusal.IsTransient)
            {
                // Some servers let files be removed and not renamed.
                await source.Files.RemoveAsync(path, cancellationToken);
                return SourceFate.Removed;
            }
        }

        if (await _files.FindAsync(hidden, cancellationToken) is { } moved && SourceVersion.Of(moved) == version)
        {
            await RemoveAsync(hidden, path, cancellationToken);
            return SourceFate.Removed;
        }

        await _files.RenameAsync(hidden, path, cancellationToken);
        return SourceFate.Replaced;
    }

    /// <summary>A server that refuses to remove the file gets it back under its name.</summary>
    private async ValueTask RemoveAsync(string hidden, string path, CancellationToken cancellationToken)
    {
        try
        {
            await source.Files.RemoveAsync(hidden, cancellationToken);
        }
        catch (SftpException refusal) when (!refusal.IsTransient)
        {
            await _files.RenameAsync(hidden, path, cancellationToken);
            throw;
        }
    }
}

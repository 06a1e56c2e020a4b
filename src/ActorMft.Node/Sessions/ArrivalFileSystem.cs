using System.Collections.Concurrent;
using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Files;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Sessions;

/// <summary>
/// A session's home, whose uploads arrive at the flows: when a written file is closed, and when a file is renamed from a
/// temporary name. Neither is answered before the arrival is durable.
/// </summary>
internal sealed class ArrivalFileSystem(ISftpFileSystem inner, SessionIdentity session, EndpointDirectory endpoint, FileStore store, Arrivals arrivals)
    : DelegatingFileSystem(inner)
{
    private readonly ConcurrentDictionary<ArrivalFile, byte> _open = new();

    public override async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        var limit = flags.HasFlag(SftpOpenFlags.Write) ? SizeLimit.For(arrivals.FlowsInto(session.Organization, session.Endpoint, InEndpoint(path))) : null;
        var isChanged = flags.HasFlag(SftpOpenFlags.Truncate) || (flags.HasFlag(SftpOpenFlags.Create) && endpoint.Find(InEndpoint(path)) is null);
        var isFirst = flags.HasFlag(SftpOpenFlags.Write) && BeginUpload(path);
        ISftpFile file;
        try
        {
            file = await Inner.OpenAsync(path, flags, attributes, cancellationToken);
        }
        catch (SftpException) when (isFirst)
        {
            EndUpload(path);
            throw;
        }

        if (!flags.HasFlag(SftpOpenFlags.Write) || file is not LocalFile local)
        {
            return file;
        }

        var upload = new ArrivalFile(this, local, path, limit, isChanged, isFirst);
        _open[upload] = 0;
        return upload;
    }

    public override async ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        RequireSize(from, to);
        await Inner.RenameAsync(from, to, overwrite, cancellationToken);
        if (FollowOpenFiles(from, to))
        {
            BeginUpload(to);
            EndUpload(from);
            return;
        }

        var (oldPath, newPath) = (InEndpoint(from), InEndpoint(to));
        EndUpload(from);
        EndUpload(to);
        var found = Find(newPath, (source, files) => FlowTrigger.ArrivesOnRename(source, oldPath, newPath, files.IsComplete));
        if (found.Count == 0 || endpoint.Find(newPath) is not { IsRegular: true })
        {
            return;
        }

        try
        {
            await arrivals.RecordAsync(found, By, (file, id) => store.Pin(endpoint, file.Path, id), IdOf, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreException or FileStoreException)
        {
            await TakeBackAsync(to, from, cancellationToken);
            throw Refusal("renamed", exception);
        }
    }

    public override async ValueTask RemoveAsync(string path, CancellationToken cancellationToken)
    {
        await Inner.RemoveAsync(path, cancellationToken);
        EndUpload(path);
    }

    /// <summary>A handle is gone. What was changed and not closed in good order stays unfinished.</summary>
    internal void Forget(ArrivalFile file)
    {
        if (_open.TryRemove(file, out _) && file is { IsFirst: true, IsChanged: false })
        {
            EndUpload(file.Path);
        }
    }

    /// <summary>A written file is closed in good order. The file is flushed already.</summary>
    internal async ValueTask CompleteAsync(ArrivalFile file, CancellationToken cancellationToken)
    {
        var path = InEndpoint(file.Path);
        var renamedFrom = file.RenamedFrom is null ? null : InEndpoint(file.RenamedFrom);
        if (Awaits(file.Path) && HasItsName(file, path))
        {
            EndUpload(file.Path);
        }

        var found = Find(
            path,
            (source, files) => FlowTrigger.ArrivesOnClose(source, path, files.IsComplete)
                || (renamedFrom is not null && FlowTrigger.ArrivesOnRename(source, renamedFrom, path, files.IsComplete)));
        if (found.Count == 0)
        {
            return;
        }

        if (!HasItsName(file, path))
        {
            throw Replaced();
        }

        try
        {
            await arrivals.RecordAsync(
                found,
                By,
                (each, id) => each.Path == path ? store.Pin(file.Handle, path, id) : store.Pin(endpoint, each.Path, id),
                IdOf,
                cancellationToken);
        }
        catch (FileStoreException exception) when (exception.IsMissing)
        {
            throw Replaced();
        }
        catch (Exception exception) when (exception is StoreException or FileStoreException)
        {
            throw Refusal("stored", exception);
        }
    }

    /// <summary>Something of it may be lost: continued and closed, it would arrive all the same. Where no flow takes it, it stays the partner's.</summary>
    internal ValueTask<bool> DiscardLostAsync(ArrivalFile file, CancellationToken cancellationToken) =>
        arrivals.FlowsInto(session.Organization, session.Endpoint, InEndpoint(file.Path)).Any() ? DiscardAsync(file, cancellationToken) : new(false);

    /// <summary>Too large for its inbox, or not whole: what is there of it would only be taken for the whole.</summary>
    /// <returns>Whether it was removed.</returns>
    internal async ValueTask<bool> DiscardAsync(ArrivalFile file, CancellationToken cancellationToken)
    {
        if (!HasItsName(file, InEndpoint(file.Path)))
        {
            return false;
        }

        try
        {
            await Inner.RemoveAsync(file.Path, cancellationToken);
            return true;
        }
        catch (SftpException)
        {
            // Stays as a file that never arrives; what the partner is told already matters more.
            return false;
        }
    }

    /// <summary>A file that is too large can't come into an inbox under another name either.</summary>
    private void RequireSize(string from, string to)
    {
        if (SizeLimit.For(arrivals.FlowsInto(session.Organization, session.Endpoint, InEndpoint(to))) is { } limit
            && endpoint.Find(InEndpoint(from)) is { IsRegular: true } file)
        {
            limit.Require(file.Size);
        }
    }

    /// <summary>False when the name was replaced or removed meanwhile.</summary>
    private bool HasItsName(ArrivalFile file, string path) =>
        endpoint.Find(path)?.Number == EndpointDirectory.FactsOf(file.Handle, path).Number;

    /// <summary>Files that are renamed while they are written arrive when they are closed, under their new name.</summary>
    private bool FollowOpenFiles(string from, string to)
    {
        var followed = false;
        foreach (var file in _open.Keys)
        {
            if (file.Path == from)
            {
                file.Rename(to);
                followed |= file.IsChanged;
            }
            else if (SftpPath.IsAtOrBelow(file.Path, from))
            {
                file.Rename(to + file.Path[from.Length..]);
            }
        }

        return followed;
    }

    /// <summary>The partner is told that it failed, so the old name is put back for its next try. If even that fails, the first failure says enough.</summary>
    private async ValueTask TakeBackAsync(string to, string from, CancellationToken cancellationToken)
    {
        try
        {
            await Inner.RenameAsync(to, from, overwrite: false, cancellationToken);
        }
        catch (SftpException)
        {
            // Answered with the failure that led here.
        }
    }

    private static SftpException Replaced() => new(
        SftpStatus.Failure, "The file was replaced or removed by somebody else while it was written. It is not accepted; send it again.");

    private static SftpException Refusal(string what, Exception exception) => new(
        SftpStatus.Failure,
        exception is StoreException store
            ? $"The file was {what}, but could not be taken over: {Describe(store.Failure)}. It is not accepted; try again later."
            : $"The file was {what}, but could not be taken over: {exception.Message} It is not accepted.",
        exception);

    private static string Describe(StoreFailure failure) => failure switch
    {
        StoreFailure.Full => "the server's database has no space left",
        StoreFailure.ReadOnly => "the server's database can't be written now",
        _ => "the server's database can't be reached now",
    };

    private Bringer By => new(session.User, session.SessionId);

    private string IdOf(Arriving file) => arrivals.IdOf(file, endpoint.Find(file.Path)?.Number.Inode ?? 0);

    private IReadOnlyList<Arriving> Find(string path, Func<FlowSource, TriggerFiles, bool> arrives) =>
        arrivals.Find(session.Organization, session.Endpoint, path, arrives);

    private bool BeginUpload(string path) => Awaits(path) && Noting(() => store.Unfinished.Begin(session.Organization, session.Endpoint, InEndpoint(path)));

    private void EndUpload(string path) => _ = Awaits(path) && Noting(() => store.Unfinished.End(session.Organization, session.Endpoint, InEndpoint(path)));

    private bool Awaits(string path) => arrivals.Awaits(session.Organization, session.Endpoint, InEndpoint(path));

    private static bool Noting(Func<bool> note)
    {
        try
        {
            return note();
        }
        catch (FileStoreException exception)
        {
            throw new SftpException(SftpStatus.Failure, exception.Message, exception);
        }
    }

    private string InEndpoint(string path) => EndpointPath.Combine(session.Home, path);
}

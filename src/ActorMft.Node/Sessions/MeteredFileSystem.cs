using ActorMft.Node.Files;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>Watches what a session does: bytes, open files, requests that take long; and logs what the store refuses, with the path.</summary>
internal sealed partial class MeteredFileSystem(ISftpFileSystem inner, PartnerSession session, ILogger logger) : DelegatingFileSystem(inner)
{
    public override async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        session.BeginCommand();
        try
        {
            return new MeteredFile(await Inner.OpenAsync(path, flags, attributes, cancellationToken), this, path);
        }
        catch (SftpException exception) when (flags.HasFlag(SftpOpenFlags.Write))
        {
            ReportRefusal("open", path, exception);
            throw;
        }
        finally
        {
            session.EndCommand();
        }
    }

    public override async ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        session.BeginCommand();
        try
        {
            await Inner.RenameAsync(from, to, overwrite, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.PermissionDenied)
        {
            ReportRefusal("rename", from, exception);
            throw;
        }
        finally
        {
            session.EndCommand();
        }
    }

    public override async ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        try
        {
            await Inner.MakeDirectoryAsync(path, attributes, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.PermissionDenied)
        {
            ReportRefusal("make the directory", path, exception);
            throw;
        }
    }

    internal PartnerSession Session => session;

    /// <summary>What the operator has to see: a full disk, a read-only store, a database that is gone. What the user may not do never gets here.</summary>
    internal void ReportRefusal(string what, string path, SftpException exception)
    {
        if (exception.Status is SftpStatus.Failure or SftpStatus.PermissionDenied)
        {
            var identity = session.Identity;
            var place = SftpException.Shorten($"{identity.Organization}/{identity.Endpoint}{EndpointPath.Combine(identity.Home, path)}");
            LogRefused(what, place, identity.User, exception.Message);
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "Could not {What} '{Path}' for {User}: {Reason}")]
    private partial void LogRefused(string what, string path, string user, string reason);
}

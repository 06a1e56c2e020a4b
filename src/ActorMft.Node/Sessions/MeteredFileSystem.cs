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
        finally
        {
            session.EndCommand();
        }
    }

    internal PartnerSession Session => session;

    /// <summary>Only what the operator has to see: a full disk, a read-only store, a database that is gone.</summary>
    internal void ReportRefusal(string what, string path, SftpException exception)
    {
        if (exception.Status == SftpStatus.Failure)
        {
            var identity = session.Identity;
            LogRefused(what, $"{identity.Organization}/{identity.Endpoint}{EndpointPath.Combine(identity.Home, path)}", identity.User, exception.Message);
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "Could not {What} '{Path}' for {User}: {Reason}")]
    private partial void LogRefused(string what, string path, string user, string reason);
}

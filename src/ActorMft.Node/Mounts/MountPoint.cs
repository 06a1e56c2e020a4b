using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes;
using ActorMft.Sftp;

namespace ActorMft.Node.Mounts;

/// <summary>A mount as one session sees it.</summary>
/// <param name="spec">As declared.</param>
/// <param name="path">The folder in the session, which may be its root.</param>
/// <param name="connection">Owned.</param>
/// <param name="mark">The mount's, in a <see cref="MountRoute"/>.</param>
/// <param name="route">The mounts that the session's requests have come through.</param>
internal sealed class MountPoint(MountSpec spec, string path, MountConnection connection, string mark, Func<MountRoute> route) : IAsyncDisposable
{
    public MountSpec Spec => spec;

    public string Path => path;

    /// <summary>What is behind the folder in a path at or below it: empty, or with a slash in front.</summary>
    public string BelowOf(string pathInSession) => path == SftpPath.Root
        ? pathInSession == SftpPath.Root ? "" : pathInSession
        : pathInSession[path.Length..];

    /// <exception cref="SftpException">The remote can't be used now; the message is for the partner.</exception>
    public async ValueTask<MountUse> UseAsync(CancellationToken cancellationToken)
    {
        if (!spec.Enabled)
        {
            throw new SftpException(SftpStatus.Failure, $"'{path}' shows another server, and is disabled now. Its operator can enable it.");
        }

        var (longer, refusal) = route().Through(mark);
        if (longer is null)
        {
            throw new SftpException(SftpStatus.Failure, $"'{path}' {refusal}");
        }

        try
        {
            return await connection.UseAsync(longer, cancellationToken);
        }
        catch (RemoteException exception)
        {
            throw new SftpException(SftpStatus.Failure, $"'{path}' shows another server, which can't be used now: {Describe(exception)}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Gone(exception);
        }
    }

    /// <summary>A refusal of the remote in words about the session's path. Its connection isn't used again if it broke.</summary>
    public SftpException Describe(SftpException exception, string pathInSession, string pathAtRemote, MountUse use)
    {
        if (exception.IsTransient)
        {
            use.Break();
            return new SftpException(
                SftpStatus.Failure, $"'{pathInSession}': the connection to the server that '{path}' shows was lost. Try again; an upload that was under way is not complete.", exception);
        }

        var sentence = exception.Message.StartsWith(pathAtRemote + ": ", StringComparison.Ordinal)
            ? exception.Message[(pathAtRemote.Length + 2)..]
            : exception.Message;
        var status = exception.Status == SftpStatus.BadMessage ? SftpStatus.Failure : exception.Status;
        return new SftpException(status, $"'{pathInSession}': {sentence}", exception);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private SftpException Gone(Exception exception) =>
        new(SftpStatus.Failure, $"'{path}' was declared anew or removed meanwhile. Try again.", exception);

    /// <summary>What the operator is told names addresses and logins, which are none of the partner's business.</summary>
    private static string Describe(RemoteException exception) => exception.Step switch
    {
        ConnectStep.Slot => exception.Message,
        ConnectStep.HostKey => "its host key isn't the expected one, so it is disabled until the operator has accepted the new key.",
        ConnectStep.NameLookup or ConnectStep.Tcp => "it can't be reached. Try again later; the operator finds the reason in the log.",
        ConnectStep.Authentication => "it refuses the login. The operator finds the reason in the log.",
        _ => "it doesn't answer as it should. Try again later; the operator finds the reason in the log.",
    };
}

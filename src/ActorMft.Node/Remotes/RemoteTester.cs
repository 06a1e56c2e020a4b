using ActorMft.Actors;
using ActorMft.Node.Management;
using ActorMft.Sftp;

namespace ActorMft.Node.Remotes;

/// <summary>Tries a remote out as a transfer would, within its connection cap.</summary>
internal sealed class RemoteTester(RemoteConnections connections, TimeProvider time) : IRemoteTester
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    public async Task<RemoteTest> TestAsync(
        string organization, string remote, string? directory, Action<RemoteTestStep> progress, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        var run = new RemoteTestRun(time, progress);
        try
        {
            await connections.TryOutAsync(organization, remote, connection => run.LookAsync(connection, directory, limit.Token), run.Trace, limit.Token);
            return run.Succeeded();
        }
        catch (RemoteException exception)
        {
            return run.Failed(exception.Step, exception.Message);
        }
        catch (SftpException exception)
        {
            return run.Failed(ConnectStep.Directory, DescribeDirectory(directory, run, exception));
        }
        catch (StoreException exception)
        {
            return run.Failed(run.Trace.Step ?? ConnectStep.Slot, $"The database could not be asked: {exception.Message} Try again when it is back.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return limit.IsCancellationRequested
                ? run.Failed(run.Trace.Step ?? ConnectStep.Directory, TooLong(organization, remote, run.Trace.Step))
                : run.Failed(run.Trace.Step ?? ConnectStep.Slot, "This node stops, or has lost touch with the database. Ask another node.");
        }
    }

    private static string DescribeDirectory(string? directory, RemoteTestRun run, SftpException exception) => directory is null
        ? $"The login's directory '{run.Directory}' can't be looked at: {exception.Message} Ask the partner to check its permissions."
        : $"The directory '{run.Directory}' can't be looked at: {exception.Message} Check its name, which is relative to where the login lands unless it starts with '/', and ask the partner whether it exists.";

    private string TooLong(string organization, string remote, ConnectStep? step) => step == ConnectStep.Slot
        ? $"No connection became free within {_limit.TotalSeconds:0} s ({connections.SlotReason(organization, remote) ?? "all were in use"}). Try again later, or raise maxConnections if the partner allows more."
        : $"The remote did not answer within {_limit.TotalSeconds:0} s. Check the remote's host and port, and ask the partner whether the server is well.";
}

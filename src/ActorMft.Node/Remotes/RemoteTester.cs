using ActorMft.Node.Management;

namespace ActorMft.Node.Remotes;

/// <summary>Tries a remote out as a transfer would, within its connection cap.</summary>
internal sealed class RemoteTester(RemoteConnections connections) : IRemoteTester
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    /// <summary>For a place among the remote's connections; what is left of the limit is for the connection itself.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public async Task<RemoteTest> TestAsync(string organization, string remote, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            await using var lease = await connections.RentNewAsync(organization, remote, _patience, limit.Token);
            lease.Break();
            var connection = lease.Connection;
            await connection.Files.StatAsync(connection.LoginDirectory, limit.Token);
            return new RemoteTest(
                Ok: true,
                $"Logged in as '{connection.Spec.Username}' to {connection.Spec.Host}:{connection.Spec.Port} ({connection.ServerIdent}); the login lands in '{connection.LoginDirectory}'.",
                connection.HostKey);
        }
        catch (RemoteException exception)
        {
            return new RemoteTest(Ok: false, $"Failed at {Name(exception.Step)}: {exception.Message}", HostKey: null);
        }
        catch (Sftp.SftpException exception)
        {
            return new RemoteTest(Ok: false, $"Failed at {Name(ConnectStep.Directory)}: {exception.Message}", HostKey: null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new RemoteTest(Ok: false, $"The remote did not answer within {_limit.TotalSeconds:0} s.", HostKey: null);
        }
    }

    private static string Name(ConnectStep step) => step switch
    {
        ConnectStep.Settings => "the settings",
        ConnectStep.Slot => "the connection cap",
        ConnectStep.NameLookup => "name lookup",
        ConnectStep.Tcp => "the TCP connection",
        ConnectStep.Proxy => "the proxy",
        ConnectStep.KeyExchange => "the key exchange",
        ConnectStep.HostKey => "the host key",
        ConnectStep.Authentication => "the login",
        ConnectStep.Subsystem => "the SFTP subsystem",
        _ => "the directory",
    };
}

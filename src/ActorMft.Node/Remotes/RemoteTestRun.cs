using System.Text.Json;
using ActorMft.Node.Management;
using ActorMft.Sftp;

namespace ActorMft.Node.Remotes;

/// <summary>What one test of a remote has seen so far.</summary>
internal sealed class RemoteTestRun
{
    private readonly List<RemoteTestStep> _steps = [];
    private readonly Action<RemoteTestStep> _progress;
    private IRemoteConnection? _connection;

    public RemoteTestRun(TimeProvider time, Action<RemoteTestStep> progress)
    {
        _progress = progress;
        Trace = new ConnectTrace(time, passed => Add(new RemoteTestStep(NameOf(passed.Step), Ok: true, Round(passed.Took), passed.Seen)));
    }

    public ConnectTrace Trace { get; }

    /// <summary>The directory that is looked at.</summary>
    public string Directory { get; private set; } = "";

    public async Task LookAsync(IRemoteConnection connection, string? directory, CancellationToken cancellationToken)
    {
        _connection = connection;
        Directory = directory is null ? connection.LoginDirectory : SftpPath.Combine(connection.LoginDirectory, directory);
        var attributes = await connection.Files.StatAsync(Directory, cancellationToken);
        if (attributes.Mode is not null && !attributes.IsDirectory)
        {
            throw new SftpException(SftpStatus.Failure, "it is not a directory.");
        }

        Trace.End($"'{Directory}'");
    }

    public RemoteTest Succeeded()
    {
        var connection = _connection!;
        var isAny = connection.Spec.HostKeyPolicy == Domain.Resources.HostKeyPolicy.AcceptAny;
        return new RemoteTest(
            Ok: true,
            $"Logged in as '{connection.Spec.Username}' to {connection.Spec.Host}:{connection.Spec.Port} ({connection.ServerIdent}); the login lands in '{connection.LoginDirectory}'."
                + (isAny ? " WARNING: the host key was not compared (hostKeyPolicy: acceptAny), so anybody in between can read and change what is sent." : ""),
            FailedStep: null,
            connection.HostKey,
            connection.ServerIdent,
            connection.LoginDirectory,
            connection.Algorithms,
            _steps);
    }

    public RemoteTest Failed(ConnectStep step, string message)
    {
        Add(new RemoteTestStep(NameOf(step), Ok: false, Round(Trace.Elapsed), Seen: null));
        return new RemoteTest(
            Ok: false, $"Failed at {Words(step)}: {message}", NameOf(step), _connection?.HostKey, _connection?.ServerIdent, _connection?.LoginDirectory, _connection?.Algorithms, _steps);
    }

    private void Add(RemoteTestStep step)
    {
        _steps.Add(step);
        _progress(step);
    }

    private static double Round(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

    private static string NameOf(ConnectStep step) => JsonNamingPolicy.CamelCase.ConvertName(step.ToString());

    private static string Words(ConnectStep step) => step switch
    {
        ConnectStep.Slot => "the connection cap",
        ConnectStep.Settings => "the settings",
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

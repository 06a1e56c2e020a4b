namespace ActorMft.Testing;

/// <summary>Debian's <c>sftp</c> client in batch mode against a server of 127.0.0.1.</summary>
public sealed class StockSftp(Workspace workspace, int port, string user)
{
    /// <summary>Runs the batch; the run's exit code is the client's (0: every command succeeded).</summary>
    public Task<ProcessRun> RunAsync(string batch, string[]? options = null, CancellationToken cancellationToken = default) =>
        ProcessRun.OfAsync("sftp", Arguments(["-b", "-", .. options ?? []]), batch, cancellationToken: cancellationToken);

    /// <summary>Runs the batch and insists that every command succeeded.</summary>
    public async Task<string> CheckedAsync(string batch, params string[] options)
    {
        var run = await RunAsync(batch, options);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        return run.Output;
    }

    /// <summary>The client's arguments for this server.</summary>
    public IReadOnlyList<string> Arguments(IEnumerable<string> options) =>
    [
        "-P", $"{port}",
        "-i", workspace.KeyFile,
        "-o", "IdentitiesOnly=yes",
        "-o", "StrictHostKeyChecking=no",
        "-o", "UserKnownHostsFile=/dev/null",
        "-o", "LogLevel=ERROR",
        .. options,
        $"{user}@127.0.0.1",
    ];
}

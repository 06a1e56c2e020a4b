namespace ActorMft.Testing;

/// <summary>Debian's <c>sftp</c> client with a password, which it asks a small program for.</summary>
public sealed class PasswordSftp(Workspace workspace, int port, string user)
{
    /// <summary>Runs the commands; the first that fails ends the run with an exit code other than 0.</summary>
    public async Task<ProcessRun> RunAsync(string password, string commands)
    {
        var ask = workspace.At("askpass");
        var batch = workspace.At("batch");
        await File.WriteAllTextAsync(batch, commands);
        await File.WriteAllTextAsync(ask, $"#!/bin/sh\necho '{password}'\n");
        File.SetUnixFileMode(ask, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            return await ProcessRun.OfAsync(
                "sftp",
                [
                    "-o", "BatchMode=no", // Before -b, which says yes: the first counts.
                    "-b", batch,
                    "-o", "NumberOfPasswordPrompts=1",
                    "-o", "PubkeyAuthentication=no",
                    "-o", "StrictHostKeyChecking=no",
                    "-o", "UserKnownHostsFile=/dev/null",
                    "-o", "LogLevel=ERROR",
                    "-P", $"{port}",
                    $"{user}@127.0.0.1",
                ],
                environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["SSH_ASKPASS"] = ask, ["SSH_ASKPASS_REQUIRE"] = "force" });
        }
        finally
        {
            File.Delete(ask);
        }
    }
}

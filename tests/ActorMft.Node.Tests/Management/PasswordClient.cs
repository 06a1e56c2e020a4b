using System.Diagnostics;

namespace ActorMft.Node.Tests.Management;

/// <summary>OpenSSH's sftp with a password, which it asks a small program for.</summary>
internal static class PasswordClient
{
    public static async Task<int> RunAsync(TemporaryDirectory directory, int port, string user, string password, string commands)
    {
        var ask = directory["askpass"];
        await File.WriteAllTextAsync(ask, $"#!/bin/sh\necho '{password}'\n");
        File.SetUnixFileMode(ask, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(
            "sftp",
            [
                "-oBatchMode=no", "-oNumberOfPasswordPrompts=1", "-oPreferredAuthentications=password", "-oStrictHostKeyChecking=no",
                "-oUserKnownHostsFile=/dev/null", "-P", $"{port}", $"{user}@127.0.0.1",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SSH_ASKPASS"] = ask;
        start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(commands);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Refused before it read them.
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        File.Delete(ask);
        return process.ExitCode;
    }
}

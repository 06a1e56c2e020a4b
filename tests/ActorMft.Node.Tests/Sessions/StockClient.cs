using System.Diagnostics;

namespace ActorMft.Node.Tests.Sessions;

/// <summary>OpenSSH's sftp, with a key of its own, against a loopback port. It prints errors only, as in scripts.</summary>
internal sealed class StockClient
{
    private readonly string _folder;

    public StockClient(TemporaryDirectory directory, string name)
    {
        _folder = Directory.CreateDirectory(directory[name]).FullName;
        using var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", KeyFile]);
        keygen.WaitForExit();
    }

    public string PublicKey => File.ReadAllText(KeyFile + ".pub").Trim();

    private string KeyFile => Path.Combine(_folder, "key");

    /// <summary>Runs commands in one session and waits for its end.</summary>
    /// <returns>The exit code, and what it said.</returns>
    public async Task<(int Exit, string Said)> RunAsync(int port, string user, string commands)
    {
        using var process = Start(port, user);
        await process.StandardInput.WriteAsync(commands);
        return await EndAsync(process);
    }

    /// <summary>Starts a session whose commands the test writes.</summary>
    public Process Start(int port, string user, params string[] options) => Process.Start(
        new ProcessStartInfo(
            "sftp",
            [
                "-b", "-", "-P", $"{port}", "-i", KeyFile,
                "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                .. options, "-o", "LogLevel=ERROR", $"{user}@127.0.0.1",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Gives no more commands and waits for the end: a client that waits for its next command doesn't notice that it was cut off.</summary>
    public static async Task<(int Exit, string Said)> EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await error);
    }
}

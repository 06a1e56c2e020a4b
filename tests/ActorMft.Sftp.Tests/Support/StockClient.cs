using System.Diagnostics;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>Real clients with our server as their child process.</summary>
internal static class StockClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static string ServerCommand(string root) => $"dotnet exec {typeof(StockClient).Assembly.Location} {root}";

    /// <summary>OpenSSH's sftp in batch mode; a command that fails ends it with exit code 1 unless it starts with '-'.</summary>
    public static Task<(int ExitCode, string Output)> SftpAsync(string root, params string[] commands) =>
        RunAsync("sftp", ["-D", ServerCommand(root), "-b", "-"], string.Join('\n', commands) + "\n");

    /// <summary>As <see cref="SftpAsync"/>, with every message it sends and gets in the output.</summary>
    public static Task<(int ExitCode, string Output)> TalkativeSftpAsync(string root, params string[] commands) =>
        RunAsync("sftp", ["-vvv", "-D", ServerCommand(root), "-b", "-"], string.Join('\n', commands) + "\n");

    public static Task<(int ExitCode, string Output)> LftpAsync(string root, params string[] commands) =>
        RunAsync("lftp", ["-f", "/dev/stdin"], $"set sftp:connect-program \"{ServerCommand(root)}\"\nset net:max-retries 1\nset cmd:fail-exit yes\nopen -u x,x sftp://x\n" + string.Join('\n', commands) + "\n");

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

using System.Diagnostics;

namespace ActorMft.Cli.Tests.Parts;

/// <summary>The program as a process of its own.</summary>
internal static class ProgramProcess
{
    public static string Assembly => Path.Combine(AppContext.BaseDirectory, "actormft.dll");

    public static Process Start(string directory, params string[] args) => Process.Start(new ProcessStartInfo("dotnet", [Assembly, .. args])
    {
        WorkingDirectory = directory,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public static Task<Run> RunAsync(string directory, params string[] args) => EndAsync(Start(directory, args));

    /// <summary>What the process prints from here on, and how it ends.</summary>
    public static async Task<Run> EndAsync(Process process)
    {
        using (process)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            try
            {
                process.StandardInput.Close();
                var output = process.StandardOutput.ReadToEndAsync(limit.Token);
                var error = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return new Run(process.ExitCode, await output, await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
        }
    }

    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }
}

using System.Diagnostics;

namespace ActorMft.Testing;

/// <summary>One finished run of a program: its exit code and what it printed.</summary>
public sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    public static ProcessRun Of(string program, IEnumerable<string> arguments, string input = "") =>
        OfAsync(program, arguments, input).GetAwaiter().GetResult();

    public static async Task<ProcessRun> OfAsync(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        IReadOnlyDictionary<string, string>? environment = null,
        string? workingDirectory = null,
        CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that ends before it has read everything says why on its own.
        }

        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return new ProcessRun(process.ExitCode, await output, await error);
    }

    /// <summary>Runs and insists on exit code 0.</summary>
    public static ProcessRun Checked(string program, IEnumerable<string> arguments, string input = "")
    {
        var run = Of(program, arguments, input);
        run.ShouldSucceed(program);
        return run;
    }

    /// <summary>Insists on exit code 0.</summary>
    public void ShouldSucceed(string program) => ExitCode.ShouldBe(0, $"{program}: {Output}{Error}");
}

using System.ComponentModel;
using System.Diagnostics;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>Does all operations with a client at a server, one after the other, whatever becomes of each.</summary>
/// <param name="size">How much is moved.</param>
/// <param name="say">Takes a sentence about each operation when it is done.</param>
internal sealed class MatrixRun(MatrixSize size, Action<string> say)
{
    public async Task<MatrixLine> LineAsync(MatrixClient client, Target target)
    {
        var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        var trial = new Trial(client, target, size);
        foreach (var operation in Operations.All)
        {
            var clock = Stopwatch.StartNew();
            var outcome = (target.Lacks.GetValueOrDefault(operation.Name) ?? client.Lacks.GetValueOrDefault(operation.Name)) is { } reason
                ? new Outcome(Verdict.NotApplicable, reason)
                : await TryAsync(operation, trial, client.Notes.GetValueOrDefault(operation.Name, ""));
            outcomes[operation.Name] = outcome;
            say($"{client.Name}: {operation.Name}: {outcome.Verdict} {outcome.Remark} ({clock.Elapsed.TotalSeconds:0.0} s)");
        }

        return new MatrixLine(client.Name, await client.VersionAsync(), outcomes);
    }

    // Whatever it is that went wrong, it is the result of this cell.
    private static async Task<Outcome> TryAsync(Operation operation, Trial trial, string note)
    {
        try
        {
            await operation.RunAsync(trial);
            return new Outcome(Verdict.Ok, note);
        }
        catch (Exception exception) when (exception is ShouldAssertException or IOException or InvalidOperationException or TimeoutException or Win32Exception)
        {
            return new Outcome(Verdict.Failed, exception.Message.ReplaceLineEndings(" ").Trim());
        }
    }
}

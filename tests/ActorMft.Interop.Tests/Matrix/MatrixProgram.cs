using ActorMft.Interop.Tests.Matrix.Servers;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary><c>[CLIENT ...]</c>: the whole matrix, or some lines of it, said as it happens. <c>./test matrix</c> runs it.</summary>
internal static class MatrixProgram
{
    internal static async Task<int> Main(string[] args)
    {
        using var workspace = new Workspace();
        await using var node = new ActorMftNode();
        var target = await node.StartAsync(workspace);
        var run = new MatrixRun(MatrixSize.Full, Console.WriteLine);
        var failed = 0;
        foreach (var client in MatrixClients.All.Where(client => args.Length == 0 || args.Any(arg => client.Name.Contains(arg, StringComparison.OrdinalIgnoreCase))))
        {
            failed += (await run.LineAsync(client, target)).Failures.Count();
        }

        return failed == 0 ? 0 : 1;
    }
}

using ActorMft.Interop.Tests.Matrix.Clients;
using ActorMft.Interop.Tests.Matrix.Servers;
using ActorMft.Interop.Tests.Matrix.Workloads;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>
/// <c>DOCUMENT [NAME ...]</c>: the whole matrix, written to the document; or only the lines with such names, shown and not written.
/// <c>./test matrix</c> runs it.
/// </summary>
internal static class MatrixProgram
{
    internal static async Task<int> Main(string[] args)
    {
        if (args.Length == 0)
        {
            await Console.Error.WriteLineAsync("usage: DOCUMENT [NAME ...]");
            return 2;
        }

        var names = args[1..];
        var isWanted = (string name) => names.Length == 0 || names.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
        var run = new MatrixRun(MatrixSize.Full, Console.WriteLine);
        var report = new MatrixReport(await AtNodeAsync(run, isWanted), await ServersAsync(run, isWanted));
        if (names.Length == 0)
        {
            await File.WriteAllTextAsync(args[0], report.ToMarkdown());
        }

        foreach (var failure in report.Failures)
        {
            Console.WriteLine("FAILED " + failure);
        }

        return report.Failures.Any() ? 1 : 0;
    }

    private static async Task<MatrixAtNode> AtNodeAsync(MatrixRun run, Func<string, bool> isWanted)
    {
        List<MatrixLine> lines = [];
        using var workspace = new Workspace();
        await using var node = new ActorMftNode();
        var target = await node.StartAsync(workspace);
        foreach (var client in MatrixClients.All.Where(client => isWanted(client.Name)))
        {
            lines.Add(await run.LineAsync(client, target));
        }

        List<(string, string, Outcome)> workloads = [];
        foreach (var workload in ((Workload[])[new Restic(), new Duplicity()]).Where(workload => isWanted(workload.Name)))
        {
            workloads.Add((workload.Name, await workload.VersionAsync(), await workload.RunAsync(target)));
            Console.WriteLine(workloads[^1]);
        }

        return new MatrixAtNode(lines, workloads, isWanted("rclone") ? await RcloneInfo.AskAsync(target) : "");
    }

    private static async Task<IReadOnlyList<MatrixLine>> ServersAsync(MatrixRun run, Func<string, bool> isWanted)
    {
        List<MatrixLine> lines = [];
        foreach (var make in MatrixServers.All)
        {
            await using var server = make();
            if (isWanted(server.Name))
            {
                Console.WriteLine($"At {server.Name}:");
                using var workspace = new Workspace();
                var line = await run.LineAsync(new ActorMftClient(), await server.StartAsync(workspace));
                lines.Add(line with { Name = server.Name, Version = await server.VersionAsync() });
            }
        }

        return lines;
    }
}

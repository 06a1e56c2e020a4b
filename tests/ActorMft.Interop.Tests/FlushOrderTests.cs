using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>What reaches the disk, and in which order, as the kernel sees it.</summary>
public sealed class FlushOrderTests
{
    private const long Large = 48 * 1024 * 1024;

    [Fact]
    public Task Rename_from_a_temporary_name_flushes_the_file_and_both_directories_before_it_is_stored() =>
        TraceAsync("renameat,renameat2,linkat,fsync,fdatasync", async (scenario, trace) =>
        {
            await scenario.Partner.CheckedAsync("mkdir up\nmkdir invoices\n");

            // Bytes that an earlier run wrote and never flushed.
            await File.WriteAllTextAsync(Path.Combine(scenario.Inbox, "up", "a.csv.tmp"), "hello");
            await scenario.Partner.CheckedAsync("rename up/a.csv.tmp invoices/a.csv\n");
            await scenario.Api.WaitForStateAsync(1, "delivered");

            var calls = (await File.ReadAllLinesAsync(trace)).ToList();
            var renamed = Find(calls, 0, "renameat", "\"a.csv.tmp\"");
            var pinned = Find(calls, renamed, "linkat(", "/.actormft/pins");
            var stored = calls.FindIndex(pinned, call => call.Contains("sync(", StringComparison.Ordinal) && call.Contains(scenario.Node.Site.Database["sqlite:".Length..], StringComparison.Ordinal));
            stored.ShouldBeGreaterThan(pinned, string.Join('\n', calls[renamed..]));
            var before = calls[renamed..stored];
            Find(before, 0, "fsync(", "/inbox/invoices/a.csv>");
            Find(before, 0, "fsync(", "/inbox/up>");
            Find(before, 0, "fsync(", "/inbox/invoices>");
            Find(before, 0, "fsync(", "/.actormft/pins>");
        });

    [Fact]
    public Task Large_upload_is_written_to_the_disk_while_it_comes_and_flushed_at_its_end() =>
        TraceAsync("pwritev,sync_file_range,fsync", async (scenario, trace) =>
        {
            var file = scenario.Workspace.At("large.bin");
            Content.Write(file, Large);

            await scenario.Partner.CheckedAsync($"put {file} large.bin\n");

            var calls = (await File.ReadAllLinesAsync(trace)).ToList();
            var begun = Find(calls, 0, "sync_file_range(", "/inbox/large.bin>, 0, ", "SYNC_FILE_RANGE_WRITE");
            var written = Find(calls, begun, "pwritev(", "/inbox/large.bin>");
            Find(calls, written, "fsync(", "/inbox/large.bin>");
        });

    private static async Task TraceAsync(string calls, Func<Scenario, string, Task> work)
    {
        var trace = Path.GetTempFileName();
        try
        {
            await using var scenario = await Scenario.StartAsync(nodeWrapper: _ =>
                ["strace", "-D", "-f", "-q", "-y", "--seccomp-bpf", "-e", "trace=" + calls, "-o", trace]);
            await work(scenario, trace);
        }
        finally
        {
            File.Delete(trace);
        }
    }

    private static int Find(List<string> calls, int start, params string[] parts)
    {
        var found = calls.FindIndex(start, call => parts.All(part => call.Contains(part, StringComparison.Ordinal)));
        found.ShouldBeGreaterThanOrEqualTo(0, $"{string.Join(" ... ", parts)} in\n{string.Join('\n', calls)}");
        return found;
    }
}

using ActorMft.Interop.Tests.Parts;

namespace ActorMft.Interop.Tests;

/// <summary>What reaches the disk, and in which order, as the kernel sees it.</summary>
public sealed class DurableRenameTests
{
    [Fact]
    public async Task Rename_from_a_temporary_name_flushes_the_file_and_both_directories_before_it_is_stored()
    {
        var trace = Path.GetTempFileName();
        try
        {
            await using var scenario = await Scenario.StartAsync(nodeWrapper: _ =>
                ["strace", "-D", "-f", "-q", "-y", "--seccomp-bpf", "-e", "trace=renameat,renameat2,linkat,fsync,fdatasync", "-o", trace]);
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

using System.Diagnostics;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>Real disks that are full or read-only: nothing is acknowledged, somebody is told, and work goes on afterwards.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Upload_to_a_full_store_is_refused_told_and_works_once_there_is_space()
    {
        PrivateDisk? disk = null;
        await using var scenario = await Scenario.StartAsync(nodeWrapper: node => (disk = new PrivateDisk(node.Site.Storage, 8)).Wrapper(node));
        var source = scenario.Workspace.At("a.bin");
        Content.Write(source, 2_000_000);
        await scenario.Partner.CheckedAsync("mkdir invoices\n");
        disk!.Fill();

        var refused = await scenario.Partner.RunAsync($"put {source} invoices/a.bin\n", ["-v"]);

        refused.ExitCode.ShouldNotBe(0, refused.Output + refused.Error);
        await IsToldAsync(scenario, "no space left on the server");
        (await scenario.Api.TransfersAsync()).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(disk.Folder, ".actormft", "pins")).ShouldBeEmpty();

        disk.Free();
        await ArrivesAsync(scenario, source);
    }

    [Fact]
    public async Task Upload_to_a_read_only_store_is_refused_told_and_works_once_it_is_writable()
    {
        PrivateDisk? disk = null;
        await using var scenario = await Scenario.StartAsync(nodeWrapper: node => (disk = new PrivateDisk(node.Site.Storage, 8)).Wrapper(node));
        var source = scenario.Workspace.At("a.bin");
        Content.Write(source, 2_000_000);
        await scenario.Partner.CheckedAsync("mkdir invoices\n");
        disk!.Remount("ro");

        var refused = await scenario.Partner.RunAsync($"put {source} invoices/a.bin\n");

        refused.ExitCode.ShouldNotBe(0, refused.Output + refused.Error);
        refused.Error.ShouldContain("Permission denied");
        await IsToldAsync(scenario, "the server's file system is read-only");
        (await scenario.Api.TransfersAsync()).ShouldBeEmpty();

        disk.Remount("rw");
        await ArrivesAsync(scenario, source);
    }

    [Fact]
    public async Task Close_is_refused_while_the_databases_disk_is_full_and_what_was_acknowledged_is_delivered_afterwards()
    {
        // SQLite reuses the pages of its log, so that the disk can be full for a while before the database is.
        const int Most = 300;
        PrivateDisk? disk = null;
        await using var scenario = await Scenario.StartAsync(nodeWrapper: node =>
            (disk = new PrivateDisk(Path.GetDirectoryName(node.Site.Database[7..])!, 16)).Wrapper(node));
        var source = scenario.Workspace.At("a.bin");
        Content.Write(source, 1000);
        using var client = Process.Start(new ProcessStartInfo("sftp", scenario.Partner.Arguments(["-b", "-"]))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = client.StandardOutput.ReadToEndAsync();
        var error = client.StandardError.ReadToEndAsync();
        await client.StandardInput.WriteLineAsync("mkdir invoices");
        await client.StandardInput.FlushAsync();
        await Eventually.TrueAsync("the session is open", () => Directory.Exists(Path.Combine(scenario.Inbox, "invoices")));

        disk!.Fill();
        await client.StandardInput.WriteAsync(string.Concat(Enumerable.Range(0, Most).Select(number => $"put {source} invoices/{number}.bin\n")));
        client.StandardInput.Close();
        await client.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token);

        client.ExitCode.ShouldNotBe(0, "the first file that isn't stored ends the batch");
        var acknowledged = (await output).Split('\n').Count(line => line.StartsWith("sftp> put", StringComparison.Ordinal)) - 1;
        (await error).ShouldContain("close remote");
        await Eventually.TrueAsync("the operator sees the path and the reason", () => scenario.Node.Log.Split('\n')
            .Any(line => line.Contains($"/invoices/{acknowledged}.bin", StringComparison.Ordinal) && line.Contains("no space", StringComparison.Ordinal)));

        disk.Free();
        await Eventually.TrueAsync("the same upload works", async () =>
            (await scenario.Partner.RunAsync($"put {source} invoices/{acknowledged}.bin\n")).ExitCode == 0);
        await scenario.Api.WaitForStateAsync(acknowledged + 1, "delivered");
        (await scenario.Api.TransfersAsync()).Count.ShouldBe(acknowledged + 1, "nothing that was refused is delivered as well");
        Content.Tree(scenario.Inbound).Count.ShouldBe(acknowledged + 1);
    }

    [Fact]
    public async Task Upload_whose_flush_fails_is_refused_told_and_not_left_for_a_resume_that_would_be_accepted()
    {
        await using var scenario = await Scenario.StartAsync(nodeWrapper: node =>
        [
            "strace", "-D", "-f", "-q", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO",
            "-P", Path.Combine(node.Site.Storage, "acme", "inbox", "invoices", "a.bin"), "-P", Path.Combine(node.Site.Storage, "acme", "inbox", "other.bin"),
        ]);
        var source = scenario.Workspace.At("a.bin");
        Content.Write(source, 100_000);

        var refused = await scenario.Partner.RunAsync($"mkdir invoices\nput {source} invoices/a.bin\n");

        refused.ExitCode.ShouldNotBe(0, refused.Output + refused.Error);
        await IsToldAsync(scenario, "what was received is removed, for some of it may be lost. Send it again from its beginning");
        File.Exists(Path.Combine(scenario.Inbox, "invoices", "a.bin")).ShouldBeFalse();
        (await scenario.Api.TransfersAsync()).ShouldBeEmpty();
        (await scenario.Partner.RunAsync($"put {source} other.bin\n")).ExitCode.ShouldNotBe(0);
        File.Exists(Path.Combine(scenario.Inbox, "other.bin")).ShouldBeTrue("no flow takes it from there");
    }

    private static Task IsToldAsync(Scenario scenario, string reason) =>
        Eventually.TrueAsync("the operator sees the path and the reason", () => scenario.Node.Log.Split('\n')
            .Any(line => line.Contains("acme/inbox/invoices/a.bin", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal)));

    private static async Task ArrivesAsync(Scenario scenario, string source)
    {
        await scenario.Partner.CheckedAsync($"put {source} invoices/a.bin\n");
        await scenario.Api.WaitForStateAsync(1, "delivered");
        Content.Tree(scenario.Inbound).ShouldBe([$"a.bin {Content.Digest(source)}"]);
        (await scenario.Api.TransfersAsync()).Count.ShouldBe(1);
    }
}

using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>What OpenSSH's <c>sftp</c> and <c>scp</c> do by extensions of the protocol, at a node with a flow.</summary>
public sealed class ExtensionTests
{
    [Fact]
    public async Task Copies_made_by_the_server_and_flushed_uploads_arrive_and_links_are_refused_in_words()
    {
        await using var scenario = await Scenario.StartAsync();
        var source = scenario.Workspace.At("a.csv");
        Content.Write(source, 300_000);

        // fsync, copy-data, statvfs, lsetstat, posix-rename.
        var shown = await scenario.Partner.CheckedAsync($"""
            mkdir invoices
            put -f {source} invoices/a.csv
            cp invoices/a.csv invoices/b.csv
            cp invoices/a.csv invoices/c.tmp
            rename invoices/c.tmp invoices/c.csv
            chmod -h 640 invoices/b.csv
            df invoices
            ls -l invoices
            """);
        shown.ShouldContain("%Capacity");
        shown.ShouldMatch(@"-rw-r-----.*b\.csv");

        // expand-path.
        var scp = await ProcessRun.OfAsync("scp", ["-s", .. ScpOptions(scenario), source, "acme-upload@127.0.0.1:~/invoices/d.csv"]);
        scp.ExitCode.ShouldBe(0, scp.Error);

        var link = await scenario.Partner.RunAsync("ln invoices/a.csv invoices/e.csv\n");
        link.ExitCode.ShouldNotBe(0);
        (link.Output + link.Error).ShouldContain("ermission denied");
        await scenario.Api.WaitForStateAsync(4, "delivered");
        Directory.GetFiles(scenario.Inbound).Select(Path.GetFileName).Order().ShouldBe(["a.csv", "b.csv", "c.csv", "d.csv"]);
        Directory.GetFiles(scenario.Inbound).Select(Content.Digest).Distinct().ShouldBe([Content.Digest(source)]);
        (await scenario.Api.TransfersAsync()).Count.ShouldBe(4);
    }

    private static IEnumerable<string> ScpOptions(Scenario scenario) =>
        scenario.Partner.Arguments([]).SkipLast(1);
}

using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>A partner takes away all rights to files and directories, and the node is not root.</summary>
public sealed class LockedOutTests
{
    [Fact]
    public async Task Partner_who_takes_all_rights_away_does_not_lock_the_node_out()
    {
        await using var scenario = await Scenario.StartAsync(afterCopy: "delete", nodeWrapper: _ => WithoutRootsRights());
        var source = scenario.Workspace.At("a.csv");
        var back = scenario.Workspace.At("back.csv");
        Content.Write(source, 5000);

        var listing = await scenario.Partner.CheckedAsync($"""
            mkdir invoices
            mkdir other
            put {source} invoices/a.csv.tmp
            chmod 000 invoices/a.csv.tmp
            chmod 000 invoices
            rename invoices/a.csv.tmp invoices/a.csv
            put {source} other/a.csv
            chmod 000 other/a.csv
            chmod 4000 other
            ls -l other
            ls -l
            get other/a.csv {back}

            """);

        await scenario.Api.WaitForStateAsync(1, "delivered");
        Content.Digest(Path.Combine(scenario.Inbound, "a.csv")).ShouldBe(Content.Digest(source));
        Content.Digest(back).ShouldBe(Content.Digest(source));
        await Eventually.TrueAsync("the source was removed", () => Content.Tree(Path.Combine(scenario.Inbox, "invoices")).Count == 0);
        listing.ShouldContain("-rw-------");
        listing.ShouldContain("drwx------");
    }

    /// <summary>Root without capabilities is bound to modes like anybody else; others are bound anyway.</summary>
    private static string[] WithoutRootsRights() =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] : [];
}

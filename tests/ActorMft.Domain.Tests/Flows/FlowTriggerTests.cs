using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Tests.Flows;

public class FlowTriggerTests
{
    private static readonly FlowSource Source = new() { Endpoint = "inbox", Path = "/invoices", Include = ["*.csv", "deep/**/*.txt"], Exclude = ["no-*"] };

    [Theory]
    [InlineData("/invoices/a.csv", true)]
    [InlineData("/invoices/2026/a b ü.csv", true)]
    [InlineData("/invoices/deep/er/a.txt", true)]
    [InlineData("/invoices/a.txt", false)]
    [InlineData("/invoices/no-a.csv", false)]
    [InlineData("/invoices/a.csv.filepart", false)]
    [InlineData("/invoices2/a.csv", false)]
    [InlineData("/a.csv", false)]
    [InlineData("/invoices", false)]
    public void A_path_counts_when_it_is_below_included_and_not_excluded(string path, bool counts)
    {
        FlowTrigger.IsEligible(Source, path).ShouldBe(counts);
        FlowTrigger.ArrivesOnClose(Source, path).ShouldBe(counts);
    }

    [Fact]
    public void A_temporary_name_does_not_count_even_when_everything_is_included()
    {
        var source = Source with { Include = ["*"] };
        FlowTrigger.ArrivesOnClose(source, "/invoices/a.tmp").ShouldBeFalse();
        FlowTrigger.ArrivesOnRename(source, "/invoices/a.tmp", "/invoices/a.csv").ShouldBeTrue();
    }

    [Theory]
    [InlineData("/invoices/a.csv.filepart", "/invoices/a.csv", true)]
    [InlineData("/upload/a.csv", "/invoices/a.csv", true)]
    [InlineData("/invoices/a.csv", "/invoices/b.csv", false)]
    [InlineData("/invoices/a.csv", "/archive/a.csv", false)]
    public void A_rename_arrives_when_the_new_name_counts_and_the_old_did_not(string from, string to, bool arrives)
    {
        FlowTrigger.ArrivesOnRename(Source, from, to).ShouldBe(arrives);
        FlowTrigger.ArrivesOnRename(Source with { Trigger = new Trigger { On = TriggerOn.Rename } }, from, to).ShouldBe(arrives);
    }

    [Fact]
    public void A_close_is_nothing_to_a_flow_that_waits_for_renames() =>
        FlowTrigger.ArrivesOnClose(Source with { Trigger = new Trigger { On = TriggerOn.Rename } }, "/invoices/a.csv").ShouldBeFalse();

    [Fact]
    public void Our_own_part_files_never_count()
    {
        var part = PartName.PathFor("/invoices/a.csv", Transfers.TransferSamples.Definition.TransferId);
        PartName.IsPart(part.AsSpan(part.LastIndexOf('/') + 1)).ShouldBeTrue();
        FlowTrigger.IsEligible(new FlowSource { Trigger = new Trigger { TemporaryNames = [] } }, part).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "2026/a.csv")]
    [InlineData("inbound", "inbound/2026/a.csv")]
    [InlineData("inbound/", "inbound/2026/a.csv")]
    [InlineData("/", "/2026/a.csv")]
    [InlineData("/in", "/in/2026/a.csv")]
    public void Directories_below_the_source_are_kept_at_the_target(string target, string expected) =>
        FlowTrigger.TargetPath(Source, new FlowTarget { Path = target }, "/invoices/2026/a.csv").ShouldBe(expected);
}

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
        FlowTrigger.ArrivesOnClose(Source, path, NothingIsThere).ShouldBe(counts);
    }

    [Fact]
    public void A_temporary_name_does_not_count_even_when_everything_is_included()
    {
        var source = Source with { Include = ["*"] };
        FlowTrigger.ArrivesOnClose(source, "/invoices/a.tmp", NothingIsThere).ShouldBeFalse();
        FlowTrigger.ArrivesOnRename(source, "/invoices/a.tmp", "/invoices/a.csv", NothingIsThere).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/invoices/a.csv.filepart", "/invoices/a.csv", true)]
    [InlineData("/upload/a.csv", "/invoices/a.csv", true)]
    [InlineData("/invoices/a.csv", "/invoices/b.csv", false)]
    [InlineData("/invoices/a.csv", "/archive/a.csv", false)]
    public void A_rename_arrives_when_the_new_name_counts_and_the_old_did_not(string from, string to, bool arrives)
    {
        FlowTrigger.ArrivesOnRename(Source, from, to, NothingIsThere).ShouldBe(arrives);
        FlowTrigger.ArrivesOnRename(Source with { Trigger = new Trigger { On = TriggerOn.Rename } }, from, to, NothingIsThere).ShouldBe(arrives);
    }

    [Fact]
    public void A_close_is_nothing_to_a_flow_that_waits_for_renames() =>
        FlowTrigger.ArrivesOnClose(Source with { Trigger = new Trigger { On = TriggerOn.Rename } }, "/invoices/a.csv", NothingIsThere).ShouldBeFalse();

    [Fact]
    public void Our_own_part_files_never_count()
    {
        var part = PartName.PathFor("/invoices/a.csv", Transfers.TransferSamples.Definition.TransferId);
        PartName.IsPart(part.AsSpan(part.LastIndexOf('/') + 1)).ShouldBeTrue();
        FlowTrigger.IsEligible(new FlowSource { Trigger = new Trigger { TemporaryNames = [] } }, part).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{name}.done", "a.csv", "a.csv.done")]
    [InlineData("{stem}.ok", "a.b.csv", "a.b.ok")]
    [InlineData("{stem}.ok", ".hidden", ".hidden.ok")]
    [InlineData("ready-{stem}", "a", "ready-a")]
    public void A_template_names_the_trigger_file_of_a_data_file(string template, string data, string trigger)
    {
        TriggerTemplate.Problem(template).ShouldBeNull();
        TriggerTemplate.NameFor(template, data).ShouldBe(trigger);
        TriggerTemplate.IsTrigger(template, trigger).ShouldBeTrue();
        TriggerTemplate.IsTrigger(template, data).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ready")]
    [InlineData("{name}")]
    [InlineData("{nam}.done")]
    [InlineData("{name}{stem}.done")]
    [InlineData("{name}.{day}")]
    [InlineData("done/{name}")]
    public void A_template_that_names_no_data_file_is_refused(string? template) =>
        TriggerTemplate.Problem(template).ShouldBe(TriggerTemplate.Allowed);

    [Fact]
    public void A_file_with_a_trigger_file_counts_when_both_are_complete()
    {
        var source = Source with { Trigger = new Trigger { On = TriggerOn.TriggerFile, TriggerFile = "{name}.done" } };
        FlowTrigger.ArrivesOnClose(source, "/invoices/a.csv", NothingIsThere).ShouldBeFalse();
        FlowTrigger.ArrivesOnClose(source, "/invoices/a.csv", path => path == "/invoices/a.csv.done").ShouldBeTrue();
        FlowTrigger.ArrivesOnRename(source, "/invoices/a.csv.tmp", "/invoices/a.csv", path => path == "/invoices/a.csv.done").ShouldBeTrue();
        FlowTrigger.ArrivesOnRename(source, "/invoices/b.csv", "/invoices/a.csv", path => path == "/invoices/a.csv.done").ShouldBeTrue();
        FlowTrigger.ArrivesOnRename(source, "/invoices/b.csv", "/invoices/a.csv", _ => true).ShouldBeFalse();
    }

    [Fact]
    public void A_trigger_file_is_never_data()
    {
        var source = Source with { Include = ["*"], Trigger = new Trigger { On = TriggerOn.TriggerFile, TriggerFile = "{name}.done" } };
        FlowTrigger.IsEligible(source, "/invoices/a.csv.done").ShouldBeFalse();
        FlowTrigger.IsTriggerFile(source, "/invoices/a.csv.done").ShouldBeTrue();
        FlowTrigger.IsTriggerFile(source, "/elsewhere/a.csv.done").ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "2026/a.csv")]
    [InlineData("inbound", "inbound/2026/a.csv")]
    [InlineData("inbound/", "inbound/2026/a.csv")]
    [InlineData("/", "/2026/a.csv")]
    [InlineData("/in", "/in/2026/a.csv")]
    public void Directories_below_the_source_are_kept_at_the_target(string target, string expected) =>
        FlowTrigger.TargetPath(Source, new FlowTarget { Path = target }, "/invoices/2026/a.csv").ShouldBe(expected);

    private static bool NothingIsThere(string path) => false;
}

using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.FileChanges;
using ActorMft.Domain.Json;

namespace ActorMft.Domain.Tests.FileChanges;

public class FileChangeTests
{
    private static readonly RecordFileChange _change = new("acme", "bank-in", "admin", "192.0.2.1", "fileDeleted", "'/inbound/a.csv'");

    private readonly Actor _record = new(ActorId.FileChange("01"));

    [Fact]
    public void A_changed_file_goes_into_the_audit_once_and_leaves_it_with_the_history()
    {
        var decision = _record.Handle(_change);
        var shown = decision.Effects.OfType<ShowRow>().ShouldHaveSingleItem();
        var row = DomainJson.Read<AuditRow>(shown.Json);
        (row.Actor, row.From, row.Action, row.Resource, row.Detail).ShouldBe(("admin", "192.0.2.1", "fileDeleted", "Endpoint/acme/bank-in", "'/inbound/a.csv'"));
        decision.Effects.OfType<Finish>().ShouldHaveSingleItem().ShouldBe(new Finish(ViewNames.Audit, shown.Id));

        _record.Handle(_change).IsNothing().ShouldBeTrue();
    }
}

using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Catalog;

/// <summary>Puts a change into the audit list.</summary>
internal static class Audit
{
    public static void Record(Deciding<CatalogState, CatalogEvent> deciding, string actor, string from, string action, string resource, string organization, string? detail = null)
    {
        var id = DerivedId.Create(deciding.Now, $"{deciding.Context.MessageId}/{action}/{resource}");
        deciding.Show(ViewNames.Audit, id, organization, action, new AuditRow(id, deciding.Now, actor, from, action, resource, detail));
    }
}

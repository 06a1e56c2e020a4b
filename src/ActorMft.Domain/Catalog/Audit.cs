using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Catalog;

/// <summary>Puts a change into the audit list.</summary>
internal static class Audit
{
    /// <returns>The row's id.</returns>
    public static string Record<TState, TEvent>(Deciding<TState, TEvent> deciding, string actor, string from, string action, string resource, string organization, string? detail = null)
        where TState : class
        where TEvent : class
    {
        var id = DerivedId.Create(deciding.Now, $"{deciding.Context.MessageId}/{action}/{resource}");
        deciding.Show(ViewNames.Audit, id, organization, action, new AuditRow(id, deciding.Now, actor, from, action, resource, detail));
        return id;
    }
}

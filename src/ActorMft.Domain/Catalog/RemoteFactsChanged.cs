namespace ActorMft.Domain.Catalog;

/// <summary>Something was learned about a remote server, or accepted by somebody.</summary>
/// <param name="Action">As the audit names it, for example <c>hostKeyLearned</c>.</param>
public sealed record RemoteFactsChanged(
    DateTimeOffset At, string Organization, string Remote, RemoteFacts Facts, string Action, long Revision, string Actor, string From) : CatalogEvent(At);

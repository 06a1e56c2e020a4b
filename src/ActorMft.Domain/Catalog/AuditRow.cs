namespace ActorMft.Domain.Catalog;

/// <summary>Who changed what, when, from where.</summary>
/// <param name="Action">For example <c>created</c>, <c>changed</c>, <c>deleted</c>, <c>hostKeyAccepted</c>, <c>fileDeleted</c>.</param>
/// <param name="Resource"><c>Kind/org/name</c></param>
/// <param name="Detail">What changed into what, where that matters, as a phrase.</param>
public sealed record AuditRow(string Id, DateTimeOffset At, string Actor, string From, string Action, string Resource, string? Detail = null);

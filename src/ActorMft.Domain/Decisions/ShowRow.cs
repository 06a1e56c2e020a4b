namespace ActorMft.Domain.Decisions;

/// <summary>Puts a row into a list that people read.</summary>
/// <param name="View">The list; one of <see cref="ViewNames"/>.</param>
/// <param name="Id">The row's id; lists are ordered by it.</param>
/// <param name="Scope">What the list can be narrowed to, for example <c>acme/invoices</c>.</param>
/// <param name="Status">The second thing that the list can be narrowed to.</param>
/// <param name="Json">The row itself: one of the vocabulary's row records, written with <see cref="Json.DomainJson.Options"/>.</param>
public sealed record ShowRow(string View, string Id, string Scope, string Status, string Json) : Effect;

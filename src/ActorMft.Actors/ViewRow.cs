namespace ActorMft.Actors;

/// <summary>One row of a view.</summary>
/// <param name="View">The name of the list.</param>
/// <param name="Id">Unique within the view and its order (ordinal; ULIDs sort by time).</param>
/// <param name="Scope">What a reader filters by first (an organization, a flow).</param>
/// <param name="Status">What a reader filters by second.</param>
/// <param name="Json">The row's content.</param>
public sealed record ViewRow(string View, string Id, string Scope, string Status, string Json);

namespace ActorMft.Actors;

/// <summary>A page of a view.</summary>
/// <param name="Scope">Only rows of this scope; null: all.</param>
/// <param name="Status">Only rows of this status; null: all.</param>
/// <param name="AfterId">Continue behind this row, in the page's direction.</param>
/// <param name="Limit">At most this many rows, 1 to 10,000.</param>
/// <param name="NewestFirst">From the highest id down.</param>
public sealed record ViewQuery(
    string View,
    string? Scope = null,
    string? Status = null,
    string? AfterId = null,
    int Limit = 100,
    bool NewestFirst = false);

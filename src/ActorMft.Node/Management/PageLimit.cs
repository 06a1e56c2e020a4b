using ActorMft.Actors;

namespace ActorMft.Node.Management;

/// <summary>How much of a list one request gets.</summary>
internal static class PageLimit
{
    public const int Default = 100;
    public const int Max = 1000;

    /// <exception cref="ApiException">Out of range.</exception>
    public static int Check(int limit) => limit is >= 1 and <= Max
        ? limit
        : throw ApiException.BadRequest($"limit is {limit}; allowed: 1 to {Max}.");

    /// <summary>The cursor behind a page, or null when it was the last one.</summary>
    public static string? Next(IReadOnlyList<ViewRow> rows, int limit) => rows.Count == limit ? rows[^1].Id : null;
}

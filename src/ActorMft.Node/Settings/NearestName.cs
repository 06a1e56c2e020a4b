namespace ActorMft.Node.Settings;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    private const int MostOnStack = 256;

    /// <summary>The name with the fewest single-letter edits, or null when none is near (a third of its length at most).</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        var (best, bestDistance) = ((string?)null, int.MaxValue);
        foreach (var name in names)
        {
            var distance = Distance(written, name);
            if (distance < bestDistance && distance <= Math.Max(2, name.Length / 3))
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    // Levenshtein, one row at a time, letters compared without case.
    private static int Distance(string left, string right)
    {
        Span<int> row = right.Length < MostOnStack ? stackalloc int[right.Length + 1] : new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        foreach (var letter in left)
        {
            var diagonal = row[0]++;
            for (var column = 1; column <= right.Length; column++)
            {
                var same = char.ToLowerInvariant(letter) == char.ToLowerInvariant(right[column - 1]);
                var cost = Math.Min(Math.Min(row[column], row[column - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[column]) = (row[column], cost);
            }
        }

        return row[^1];
    }
}

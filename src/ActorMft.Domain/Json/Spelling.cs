namespace ActorMft.Domain.Json;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class Spelling
{
    private const int MostEdits = 2;

    /// <summary>Whether two words differ in at most two letters, upper and lower case apart.</summary>
    public static bool IsNear(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length] <= MostEdits;
    }
}

namespace ActorMft.Domain.Flows;

/// <summary>
/// File name patterns, case-sensitive: <c>*</c> any characters but <c>/</c>, <c>?</c> one character but <c>/</c>, <c>[a-z]</c> and
/// <c>[!a-z]</c> one of a set, <c>**</c> any characters, <c>**/</c> any directories or none.
/// </summary>
public static class Glob
{
    /// <summary>Whether the whole text matches.</summary>
    public static bool Matches(string pattern, string text)
    {
        // All places of the pattern that the text so far can lead to; steps are pattern times text at most, whatever the pattern.
        var tokens = GlobToken.Parse(pattern);
        var places = new bool[tokens.Count + 1];
        var next = new bool[tokens.Count + 1];
        Enter(tokens, places, 0);
        foreach (var character in text.EnumerateRunes())
        {
            Array.Clear(next);
            for (var i = 0; i < tokens.Count; i++)
            {
                if (places[i])
                {
                    Step(tokens, next, i, character.Value);
                }
            }

            (places, next) = (next, places);
        }

        return places[tokens.Count];
    }

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length == 0)
        {
            return "a pattern such as *.csv";
        }

        return GlobToken.HasOpenSet(pattern) ? "a pattern whose every [ has its ]" : null;
    }

    private static void Step(IReadOnlyList<GlobToken> tokens, bool[] next, int place, int character)
    {
        var token = tokens[place];
        if (!token.Accepts(character))
        {
            return;
        }

        if (token.Repeats)
        {
            Enter(tokens, next, place);
        }

        if (token.Kind == GlobTokenKind.Directories ? character == '/' : !token.Repeats)
        {
            Enter(tokens, next, place + 1);
        }
    }

    private static void Enter(IReadOnlyList<GlobToken> tokens, bool[] places, int place)
    {
        while (!places[place])
        {
            places[place] = true;
            if (place == tokens.Count)
            {
                return;
            }

            switch (tokens[place].Kind)
            {
                case GlobTokenKind.Star or GlobTokenKind.StarStar:
                    place++;
                    break;
                case GlobTokenKind.MaybeDirectories:
                    Enter(tokens, places, place + 1);
                    place += 2;
                    break;
                default:
                    return;
            }
        }
    }
}

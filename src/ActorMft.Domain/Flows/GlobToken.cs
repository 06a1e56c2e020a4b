namespace ActorMft.Domain.Flows;

/// <summary>One element of a pattern.</summary>
/// <param name="Ranges">Of a set: the first and last character of each range.</param>
internal sealed record GlobToken(GlobTokenKind Kind, int Character, IReadOnlyList<(int First, int Last)> Ranges, bool Negated)
{
    public bool Repeats => Kind is GlobTokenKind.Star or GlobTokenKind.StarStar or GlobTokenKind.Directories;

    public static IReadOnlyList<GlobToken> Parse(string pattern)
    {
        var characters = pattern.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var tokens = new List<GlobToken>(characters.Length);
        for (var i = 0; i < characters.Length; i++)
        {
            switch (characters[i])
            {
                case '*' when Has(characters, i + 1, '*') && Has(characters, i + 2, '/') && (i == 0 || characters[i - 1] == '/'):
                    tokens.Add(Simple(GlobTokenKind.MaybeDirectories));
                    tokens.Add(Simple(GlobTokenKind.Directories));
                    i += 2;
                    break;
                case '*' when Has(characters, i + 1, '*'):
                    tokens.Add(Simple(GlobTokenKind.StarStar));
                    i++;
                    break;
                case '*':
                    tokens.Add(Simple(GlobTokenKind.Star));
                    break;
                case '?':
                    tokens.Add(Simple(GlobTokenKind.Any));
                    break;
                case '[' when EndOfSet(characters, i) is var end and > 0:
                    tokens.Add(Set(characters.AsSpan(i + 1, end - i - 1)));
                    i = end;
                    break;
                default:
                    tokens.Add(new GlobToken(GlobTokenKind.Character, characters[i], [], Negated: false));
                    break;
            }
        }

        return tokens;
    }

    /// <summary>Whether a <c>[</c> of the pattern has no <c>]</c> and would stand for itself.</summary>
    public static bool HasOpenSet(string pattern) =>
        Parse(pattern).Any(token => token is { Kind: GlobTokenKind.Character, Character: '[' });

    public bool Accepts(int character) => Kind switch
    {
        GlobTokenKind.Character => character == Character,
        GlobTokenKind.Any or GlobTokenKind.Star => character != '/',
        GlobTokenKind.StarStar or GlobTokenKind.Directories => true,
        GlobTokenKind.Set => character != '/' && Ranges.Any(range => character >= range.First && character <= range.Last) != Negated,
        _ => false,
    };

    private static GlobToken Simple(GlobTokenKind kind) => new(kind, 0, [], Negated: false);

    private static bool Has(int[] characters, int index, char wanted) => index < characters.Length && characters[index] == wanted;

    /// <summary>The index of the closing bracket, or -1; a bracket right after the opening is a member of the set.</summary>
    private static int EndOfSet(int[] characters, int start)
    {
        var first = start + 1;
        if (Has(characters, first, '!') || Has(characters, first, '^'))
        {
            first++;
        }

        return Array.IndexOf(characters, ']', Math.Min(first + 1, characters.Length));
    }

    private static GlobToken Set(ReadOnlySpan<int> inner)
    {
        var negated = inner[0] is '!' or '^';
        if (negated)
        {
            inner = inner[1..];
        }

        var ranges = new List<(int, int)>();
        for (var i = 0; i < inner.Length; i++)
        {
            if (i + 2 < inner.Length && inner[i + 1] == '-')
            {
                ranges.Add((inner[i], inner[i + 2]));
                i += 2;
            }
            else
            {
                ranges.Add((inner[i], inner[i]));
            }
        }

        return new GlobToken(GlobTokenKind.Set, 0, ranges, negated);
    }
}

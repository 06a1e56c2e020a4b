using System.Text.RegularExpressions;

namespace ActorMft.Domain.Resources;

/// <summary>What things may be called. Names are parts of URLs, of paths in the store, and of keys.</summary>
public static partial class Names
{
    public const string NameAllowed = "1 to 63 of a-z, 0-9, '.', '_' and '-', the first a letter or digit";

    public const string LoginAllowed = "1 to 128 letters (A-Z, a-z), digits, '.', '_', '-', '@' and '+', the first a letter, digit or '_'";

    /// <summary>Whether an organization, endpoint, remote server or flow may have the name.</summary>
    public static bool IsName(string? text) => text is not null && NamePattern().IsMatch(text);

    /// <summary>Whether a user may have the name.</summary>
    public static bool IsLogin(string? text) => text is not null && LoginPattern().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._@+-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LoginPattern();
}

namespace ActorMft.Domain.Flows;

/// <summary>
/// File name patterns, case-sensitive: <c>*</c> any characters but <c>/</c>, <c>?</c> one character but <c>/</c>, <c>[a-z]</c> and
/// <c>[!a-z]</c> one of a set, <c>**</c> any characters.
/// </summary>
public static class Glob
{
    /// <summary>Whether the whole text matches.</summary>
    public static bool Matches(string pattern, string text) => throw new NotImplementedException();

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Problem(string pattern) => throw new NotImplementedException();
}

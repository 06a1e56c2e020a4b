namespace ActorMft.Fuzz.Tests;

/// <summary>An input that did what none may do.</summary>
/// <param name="Target">Where.</param>
/// <param name="Kind">crash, hang or growth.</param>
/// <param name="Details">The exception with its stack, or the figures.</param>
/// <param name="Input">What did it.</param>
internal sealed record FuzzFinding(string Target, string Kind, string Details, byte[] Input)
{
    /// <summary>The same for inputs that fail at the same place.</summary>
    public string Signature => $"{Target} {Kind} {string.Join(' ', Details.Split('\n').Where(line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal) || Kind == "growth").Take(3))}";
}

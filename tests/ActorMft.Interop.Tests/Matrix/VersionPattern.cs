using System.Text.RegularExpressions;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>Finds a version number in what a program prints about itself.</summary>
internal static partial class VersionPattern
{
    public static string First(string text) => Pattern().Match(text) is { Success: true } match ? match.Value : "?";

    [GeneratedRegex(@"\d+\.\d+([._]?p?\d+)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

using System.Globalization;
using System.Security.Cryptography;

namespace ActorMft.Sftp.Local;

/// <summary>Names under which a new inode exists until it takes the place of the old one. They are hidden from listings.</summary>
internal static class TemporaryEntry
{
    /// <summary>Nobody is at work any more on one that was written to last so long ago, in seconds.</summary>
    public const long LongestUse = 24 * 60 * 60;

    private const string Prefix = ".actormft-";
    private const int RandomBytes = 12;
    private const int Length = 34;

    public static string NewName() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    public static bool IsName(string name) =>
        name.Length == Length
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && ulong.TryParse(name.AsSpan(Prefix.Length, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
}

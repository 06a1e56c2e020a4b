using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Transfers;

/// <summary>The hidden name that a delivery writes to until all bytes are there: <c>.NAME.TRANSFERID.part</c>.</summary>
public static class PartName
{
    private const string Suffix = ".part";

    /// <summary>The part file's path, next to the final one.</summary>
    public static string PathFor(string targetPath, string transferId)
    {
        var slash = targetPath.LastIndexOf('/');
        return $"{targetPath[..(slash + 1)]}.{targetPath[(slash + 1)..]}.{transferId}{Suffix}";
    }

    /// <summary>Whether a file name is one that a delivery made.</summary>
    public static bool IsPart(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[0] != '.' || !name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        var stem = name[1..^Suffix.Length];
        var dot = stem.LastIndexOf('.');
        return dot >= 0 && DerivedId.IsUlid(stem[(dot + 1)..]);
    }
}

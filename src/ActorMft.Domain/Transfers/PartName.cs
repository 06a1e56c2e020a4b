using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Transfers;

/// <summary>
/// The hidden name that a delivery writes to until all bytes are there: <c>.NAME.TRANSFERID.part</c>. In an endpoint of this cluster it ends in <c>.dlvr</c>
/// instead, so that it can be told from the parts that another cluster, as a partner, delivers there.
/// </summary>
public static class PartName
{
    private const string Suffix = ".part";

    /// <summary>As long as the other: a name that fits in one form fits in both.</summary>
    private const string OwnSuffix = ".dlvr";

    /// <summary>The part file's path, next to the final one.</summary>
    public static string PathFor(string targetPath, string transferId)
    {
        var slash = targetPath.LastIndexOf('/');
        return $"{targetPath[..(slash + 1)]}.{targetPath[(slash + 1)..]}.{transferId}{Suffix}";
    }

    /// <summary>Whether a file name is one that a delivery made, here or elsewhere.</summary>
    public static bool IsPart(ReadOnlySpan<char> name) => IsPart(name, Suffix) || IsOwn(name);

    /// <summary>Whether a file name is one that a delivery of this cluster made in an endpoint of this cluster.</summary>
    public static bool IsOwn(ReadOnlySpan<char> name) => IsPart(name, OwnSuffix);

    /// <summary>A part's name or path in the form for endpoints of this cluster; anything else as it is.</summary>
    public static string ToOwn(string path) => IsPart(path.AsSpan(path.LastIndexOf('/') + 1), Suffix) ? path[..^Suffix.Length] + OwnSuffix : path;

    /// <summary>The reverse of <see cref="ToOwn"/>.</summary>
    public static string FromOwn(string name) => IsOwn(name) ? name[..^OwnSuffix.Length] + Suffix : name;

    private static bool IsPart(ReadOnlySpan<char> name, string suffix)
    {
        if (name.IsEmpty || name[0] != '.' || !name.EndsWith(suffix, StringComparison.Ordinal))
        {
            return false;
        }

        var stem = name[1..^suffix.Length];
        var dot = stem.LastIndexOf('.');
        return dot >= 0 && DerivedId.IsUlid(stem[(dot + 1)..]);
    }
}

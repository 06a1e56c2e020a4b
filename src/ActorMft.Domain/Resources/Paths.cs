namespace ActorMft.Domain.Resources;

/// <summary>What a path in a resource may look like.</summary>
internal static class Paths
{
    public const string AbsoluteAllowed = "an absolute path such as /invoices, without empty, '.' or '..' parts";

    public const string TargetAllowed = "a path such as inbound or /inbound, without empty, '.' or '..' parts";

    /// <summary>An absolute path; one <c>/</c> at the end does no harm.</summary>
    public static bool IsAbsolute(string path) => path.StartsWith('/') && (path == "/" || HasGoodParts(path[1..]));

    /// <summary>An absolute path, or one relative to where a login lands; empty for that place itself.</summary>
    public static bool IsTarget(string path) => path.Length == 0 || (path.StartsWith('/') ? IsAbsolute(path) : HasGoodParts(path));

    private static bool HasGoodParts(string path) =>
        (path.EndsWith('/') ? path[..^1] : path).Split('/').All(part => part is not ("" or "." or "..") && !part.Contains('\0', StringComparison.Ordinal));
}

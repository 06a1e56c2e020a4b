using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Flows;

/// <summary>Which of a partner's doings at a flow's source are arrivals. Paths are absolute in the endpoint, normalised, with <c>/</c>.</summary>
public static class FlowTrigger
{
    /// <summary>Whether a path counts: below the source's path, included, not excluded, not temporary, not a part file.</summary>
    public static bool IsEligible(FlowSource source, string path)
    {
        var relative = RelativePath(source, path);
        if (relative is null)
        {
            return false;
        }

        var name = relative[(relative.LastIndexOf('/') + 1)..];
        return !PartName.IsPart(name)
            && !AnyMatches(source.Trigger.TemporaryNames, name, relative)
            && AnyMatches(source.Include, name, relative)
            && !AnyMatches(source.Exclude, name, relative);
    }

    /// <summary>Whether the CLOSE of a handle that wrote, created or truncated the path is an arrival.</summary>
    public static bool ArrivesOnClose(FlowSource source, string path) =>
        source.Trigger.On == TriggerOn.Close && IsEligible(source, path);

    /// <summary>Whether the rename of a file is an arrival.</summary>
    public static bool ArrivesOnRename(FlowSource source, string oldPath, string newPath) =>
        IsEligible(source, newPath) && !IsEligible(source, oldPath);

    /// <summary>The path below the source's path, without a leading <c>/</c>; null when it isn't below.</summary>
    public static string? RelativePath(FlowSource source, string path)
    {
        var directory = source.Path.TrimEnd('/') + "/";
        return path.Length > directory.Length && path.StartsWith(directory, StringComparison.Ordinal)
            ? path[directory.Length..]
            : null;
    }

    /// <summary>Where a file goes at a target: the target's path and the file's below the source's.</summary>
    public static string TargetPath(FlowSource source, FlowTarget target, string path)
    {
        var relative = RelativePath(source, path) ?? path[(path.LastIndexOf('/') + 1)..];
        return target.Path.Length == 0 ? relative : $"{target.Path.TrimEnd('/')}/{relative}";
    }

    private static bool AnyMatches(IReadOnlyList<string> patterns, string name, string relative) =>
        patterns.Any(pattern => Glob.Matches(pattern, pattern.Contains('/', StringComparison.Ordinal) ? relative : name));
}

using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Flows;

/// <summary>Which of a partner's doings at a flow's source are arrivals. Paths are absolute in the endpoint, normalised, with <c>/</c>.</summary>
public static class FlowTrigger
{
    /// <summary>Whether a path counts: below the source's path, included, not excluded, not temporary, not a trigger or part file.</summary>
    public static bool IsEligible(FlowSource source, string path)
    {
        var relative = RelativePath(source, path);
        if (relative is null)
        {
            return false;
        }

        var name = relative[(relative.LastIndexOf('/') + 1)..];
        return !PartName.IsPart(name)
            && !IsTriggerName(source, name)
            && !AnyMatches(source.Trigger.TemporaryNames, name, relative)
            && AnyMatches(source.Include, name, relative)
            && !AnyMatches(source.Exclude, name, relative);
    }

    /// <summary>Whether the CLOSE of a handle that wrote, created or truncated the path is an arrival.</summary>
    /// <param name="isComplete">Whether there is a file at a path of which no upload is unfinished; asked about trigger files.</param>
    public static bool ArrivesOnClose(FlowSource source, string path, Func<string, bool> isComplete) => source.Trigger.On switch
    {
        TriggerOn.Close => IsEligible(source, path),
        TriggerOn.TriggerFile => IsTriggered(source, path, isComplete),
        _ => false,
    };

    /// <summary>Whether the rename of a file is an arrival.</summary>
    /// <param name="isComplete">As above.</param>
    public static bool ArrivesOnRename(FlowSource source, string oldPath, string newPath, Func<string, bool> isComplete) =>
        source.Trigger.On == TriggerOn.TriggerFile
            ? IsTriggered(source, newPath, isComplete) && !IsTriggered(source, oldPath, isComplete)
            : IsEligible(source, newPath) && !IsEligible(source, oldPath);

    /// <summary>Whether a complete file arrives that nobody uploads: a delivery brought it, or a look at the source found it.</summary>
    /// <param name="isComplete">As above.</param>
    public static bool Arrives(FlowSource source, string path, Func<string, bool> isComplete) =>
        source.Trigger.On == TriggerOn.TriggerFile ? IsTriggered(source, path, isComplete) : IsEligible(source, path);

    /// <summary>Whether a path is that of a trigger file of the flow.</summary>
    public static bool IsTriggerFile(FlowSource source, string path) =>
        RelativePath(source, path) is { } relative && IsTriggerName(source, relative[(relative.LastIndexOf('/') + 1)..]);

    /// <summary>The path of a data file's trigger file; null when the flow has none.</summary>
    public static string? TriggerPath(FlowSource source, string path)
    {
        var slash = path.LastIndexOf('/');
        return TemplateOf(source) is { } template ? path[..(slash + 1)] + TriggerTemplate.NameFor(template, path[(slash + 1)..]) : null;
    }

    /// <summary>The flow's template for the names of trigger files; null when it has another trigger.</summary>
    public static string? TemplateOf(FlowSource source) => source.Trigger.On == TriggerOn.TriggerFile ? source.Trigger.TriggerFile : null;

    /// <summary>The path below the source's path, without a leading <c>/</c>; null when it isn't below.</summary>
    public static string? RelativePath(FlowSource source, string path)
    {
        if (source.Directory.Length == 0)
        {
            return path.Length == 0 ? null : path;
        }

        var directory = source.Directory.TrimEnd('/') + "/";
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

    private static bool IsTriggered(FlowSource source, string path, Func<string, bool> isComplete) =>
        IsEligible(source, path) && TriggerPath(source, path) is { } trigger && isComplete(trigger);

    private static bool IsTriggerName(FlowSource source, string name) =>
        TemplateOf(source) is { } template && TriggerTemplate.IsTrigger(template, name);

    private static bool AnyMatches(IReadOnlyList<string> patterns, string name, string relative) =>
        patterns.Any(pattern => Glob.Matches(pattern, pattern.Contains('/', StringComparison.Ordinal) ? relative : name));
}

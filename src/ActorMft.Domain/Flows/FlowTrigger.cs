using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

/// <summary>Which of a partner's doings at a flow's source are arrivals. Paths are absolute in the endpoint, normalised, with <c>/</c>.</summary>
public static class FlowTrigger
{
    /// <summary>Whether a path counts: below the source's path, included, not excluded, not temporary, not a part file.</summary>
    public static bool IsEligible(FlowSource source, string path) => throw new NotImplementedException();

    /// <summary>Whether the CLOSE of a handle that wrote, created or truncated the path is an arrival.</summary>
    public static bool ArrivesOnClose(FlowSource source, string path) => throw new NotImplementedException();

    /// <summary>Whether the rename of a file is an arrival.</summary>
    public static bool ArrivesOnRename(FlowSource source, string oldPath, string newPath) => throw new NotImplementedException();

    /// <summary>The path below the source's path, without a leading <c>/</c>; null when it isn't below.</summary>
    public static string? RelativePath(FlowSource source, string path) => throw new NotImplementedException();

    /// <summary>Where a file goes at a target.</summary>
    public static string TargetPath(FlowSource source, FlowTarget target, string path) => throw new NotImplementedException();
}

namespace ActorMft.Node.Delivery;

/// <summary>What became of a source that was to be removed.</summary>
internal enum SourceFate
{
    /// <summary>It was removed.</summary>
    Removed,

    /// <summary>Nothing was at its path: somebody else, or an earlier run, has removed or renamed it.</summary>
    Gone,

    /// <summary>Another version is at its path, and stays.</summary>
    Replaced,
}

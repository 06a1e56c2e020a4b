namespace ActorMft.Domain.Flows;

/// <summary>The elements of a pattern.</summary>
internal enum GlobTokenKind
{
    /// <summary>One certain character.</summary>
    Character,

    /// <summary><c>?</c></summary>
    Any,

    /// <summary><c>[...]</c></summary>
    Set,

    /// <summary><c>*</c></summary>
    Star,

    /// <summary><c>**</c></summary>
    StarStar,

    /// <summary>Stands before <see cref="Directories"/> and may skip it.</summary>
    MaybeDirectories,

    /// <summary><c>**/</c>: any characters, the last a <c>/</c>.</summary>
    Directories,
}

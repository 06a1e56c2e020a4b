namespace ActorMft.Domain.Resources;

/// <summary>Where a flow's files come from, and which of them count.</summary>
public sealed record FlowSource
{
    public string Endpoint { get; init; } = "";

    /// <summary>The directory below which files count, absolute in the endpoint.</summary>
    public string Path { get; init; } = "/";

    /// <summary>
    /// Globs, of which one must match. Without a <c>/</c> a glob is for the file's name at any depth; with one it is for the
    /// path below <see cref="Path"/>.
    /// </summary>
    public IReadOnlyList<string> Include { get; init; } = ["*"];

    /// <summary>Globs, of which none may match.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    public Trigger Trigger { get; init; } = new();

    public AfterCopy AfterCopy { get; init; }
}

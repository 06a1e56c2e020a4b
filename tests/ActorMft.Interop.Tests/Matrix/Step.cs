namespace ActorMft.Interop.Tests.Matrix;

/// <summary>One run of a client: a login and one operation.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Local">An absolute path of this machine.</param>
/// <param name="Remote">A path relative to where the login lands, without characters that a shell would mind.</param>
internal sealed record Step(StepKind Kind, string Local, string Remote)
{
    public LoginMethod Login { get; init; } = LoginMethod.Key;

    /// <summary>The new name; only for <see cref="StepKind.Rename"/>.</summary>
    public string NewRemote { get; init; } = "";

    /// <summary>A folder's parent and its own name: for clients that put a folder below a directory that exists.</summary>
    public string RemoteParent => Path.GetDirectoryName(Remote)!;
}

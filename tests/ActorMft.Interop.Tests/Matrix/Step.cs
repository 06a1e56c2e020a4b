namespace ActorMft.Interop.Tests.Matrix;

/// <summary>One run of a client: a login and one operation.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Local">An absolute path of this machine.</param>
/// <param name="Remote">A path relative to where the login lands, without characters that a shell would mind.</param>
internal sealed record Step(StepKind Kind, string Local, string Remote)
{
    public LoginMethod Login { get; init; } = LoginMethod.Key;

    /// <summary>The new name; only for <see cref="StepKind.Rename"/> and <see cref="StepKind.Link"/>.</summary>
    public string NewRemote { get; init; } = "";

    /// <summary>What a link holds that leads to <see cref="Remote"/>.</summary>
    public string LinkText => Path.GetFileName(Remote);

    /// <summary>A folder's parent and its own name: for clients that put a folder below a directory that exists.</summary>
    public string RemoteParent => Path.GetDirectoryName(Remote)!;
}

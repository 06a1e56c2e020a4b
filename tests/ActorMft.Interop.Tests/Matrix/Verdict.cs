namespace ActorMft.Interop.Tests.Matrix;

internal enum Verdict
{
    /// <summary>Done, and both sides have the same bytes.</summary>
    Ok,

    /// <summary>The client doesn't have this.</summary>
    NotApplicable,

    /// <summary>It has it, and it didn't work.</summary>
    Failed,
}

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>What was seen at one node.</summary>
/// <param name="Clients">The lines of the table.</param>
/// <param name="Workloads">Backup programs with their version and result.</param>
/// <param name="RcloneInfo">What <c>rclone test info</c> printed.</param>
internal sealed record MatrixAtNode(
    IReadOnlyList<MatrixLine> Clients,
    IReadOnlyList<(string Name, string Version, Outcome Outcome)> Workloads,
    string RcloneInfo);

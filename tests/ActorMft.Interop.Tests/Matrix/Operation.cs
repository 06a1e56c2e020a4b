namespace ActorMft.Interop.Tests.Matrix;

/// <summary>A column of the matrix.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Shows">What is done and compared, in a sentence.</param>
/// <param name="RunAsync">Does it; throws when it did not work.</param>
internal sealed record Operation(string Name, string Shows, Func<Trial, Task> RunAsync);

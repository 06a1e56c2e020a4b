namespace ActorMft.Interop.Tests.Matrix;

/// <summary>How much is moved.</summary>
/// <param name="LargeFile">Bytes of the file that is moved across a rekey.</param>
/// <param name="SmallFiles">Number of files in the folder of many files.</param>
internal sealed record MatrixSize(long LargeFile, int SmallFiles)
{
    /// <summary>The published matrix.</summary>
    public static MatrixSize Full { get; } = new(64L << 20, 1000);

    /// <summary>The same operations in a fraction of the time.</summary>
    public static MatrixSize Short { get; } = new(20L << 20, 100);
}

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>Where <c>./test matrix</c> installs what is no Debian package.</summary>
internal static class MatrixCache
{
    public static string Folder => Environment.GetEnvironmentVariable("ACTORMFT_MATRIX_CACHE") ?? Path.GetFullPath(".cache/matrix");
}

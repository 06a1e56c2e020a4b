namespace ActorMft.Node.Tests;

/// <summary>A directory of its own for one test, removed afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("actormft-").FullName;

    public string this[string relative] => Path.Combine(FullPath, relative);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}

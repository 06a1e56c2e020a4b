namespace ActorMft.Actors.Tests.Sample;

internal sealed class TemporaryDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("actormft-actors-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

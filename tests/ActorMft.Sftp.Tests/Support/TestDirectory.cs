using System.Security.Cryptography;

namespace ActorMft.Sftp.Tests.Support;

internal sealed class TestDirectory : IDisposable
{
    public TestDirectory()
    {
        Path = Directory.CreateTempSubdirectory("actormft-sftp-").FullName;
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public static byte[] RandomBytes(int length) => RandomNumberGenerator.GetBytes(length);

    public byte[] WriteRandom(string name, int length)
    {
        var bytes = RandomBytes(length);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], bytes);
        return bytes;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

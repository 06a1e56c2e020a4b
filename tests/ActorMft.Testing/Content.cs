using System.Security.Cryptography;

namespace ActorMft.Testing;

/// <summary>Test files with bytes that compress badly and repeat nowhere, and their digests.</summary>
public static class Content
{
    public static void Write(string path, long length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        var block = new byte[1 << 20];
        for (var left = length; left > 0; left -= block.Length)
        {
            RandomNumberGenerator.Fill(block);
            file.Write(block.AsSpan(0, (int)Math.Min(left, block.Length)));
        }
    }

    public static string Digest(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Relative path and digest of every file below <paramref name="folder"/>, hidden ones too, in order.</summary>
    public static IReadOnlyList<string> Tree(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(path => $"{Path.GetRelativePath(folder, path)} {Digest(path)}")
            .Order(StringComparer.Ordinal),
    ];
}

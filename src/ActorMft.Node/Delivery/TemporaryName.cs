using System.Text;
using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>The hidden names that a delivery uses at its target.</summary>
internal static class TemporaryName
{
    /// <summary>Longest name of common file systems, in bytes of UTF-8.</summary>
    public const int MaxLength = 255;

    private const int IdAndSuffixLength = 26 + 6;

    /// <summary>The same path, with the middle of a name that is too long for file systems left out. Always the same for the same path.</summary>
    public static string Fit(string path)
    {
        var name = SftpPath.FileName(path);
        if (Encoding.UTF8.GetByteCount(name) <= MaxLength)
        {
            return path;
        }

        return SftpPath.Combine(SftpPath.DirectoryName(path), Shorten(name[..^IdAndSuffixLength], name[^IdAndSuffixLength..]));
    }

    /// <summary>A name of two halves, with as much of the first as file systems have room for.</summary>
    public static string Shorten(string stem, string tail)
    {
        var room = MaxLength - Encoding.UTF8.GetByteCount(tail);
        if (Encoding.UTF8.GetByteCount(stem) <= room)
        {
            return stem + tail;
        }

        var kept = new StringBuilder();
        foreach (var rune in stem.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept + tail;
    }

    /// <summary>Where the target's former version waits while a server that can't rename over it gets the new one.</summary>
    public static string OfFormer(string finalPath, string transferId) =>
        Fit(SftpPath.Combine(SftpPath.DirectoryName(finalPath), $".{SftpPath.FileName(finalPath)}.{transferId}.prev"));
}

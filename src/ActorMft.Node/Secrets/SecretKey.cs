using System.Buffers.Text;
using System.Security.Cryptography;

namespace ActorMft.Node.Secrets;

/// <summary>The key that encrypts secrets at rest, kept in <c>secrets.keyFile</c> as one line of base64url.</summary>
public sealed class SecretKey
{
    /// <summary>AES-256.</summary>
    public const int Length = 32;

    private const string Label = "actormft secret key v1";

    private SecretKey(byte[] bytes)
    {
        Bytes = bytes;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(bytes, "actormft key id"u8).AsSpan(0, 4));
    }

    /// <summary>Names the key without giving it away; stands in every envelope.</summary>
    public string Id { get; }

    /// <summary>The same for the same key; nothing of the key can be told from it, which is random.</summary>
    public string CheckValue => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes.Span, "actormft key check v1"u8).AsSpan(0, 16));

    internal ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A fresh key.</summary>
    public static SecretKey Generate() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads the key file; makes it (mode 0600) when it is missing and <paramref name="create"/> allows.</summary>
    /// <exception cref="SecretException">The file is missing, can't be read or written, or isn't a key.</exception>
    public static SecretKey Load(string path, bool create)
    {
        var text = PrivateFile.ReadOrCreate(path, "secrets.keyFile", create ? () => Generate().ToText() : null);
        var parts = text.Split(':', 2);
        var bytes = new byte[Length];
        if (parts.Length != 2
            || !string.Equals(parts[0], Label, StringComparison.Ordinal)
            || !Base64Url.TryDecodeFromChars(parts[1].Trim(), bytes, out var written)
            || written != Length)
        {
            throw new SecretException(
                $"secrets.keyFile {path} isn't a key of this program (one line '{Label}:' and {Length} bytes in base64url); put the right file there.");
        }

        return new SecretKey(bytes);
    }

    private string ToText() => Label + ":" + Base64Url.EncodeToString(Bytes.Span);
}

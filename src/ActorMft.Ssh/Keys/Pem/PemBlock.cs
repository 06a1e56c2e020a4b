using System.Security.Cryptography;

namespace ActorMft.Ssh.Keys.Pem;

/// <summary>A PEM block: what it is, its headers (RFC 1421, section 4.4; encrypted keys of old have two), and its bytes.</summary>
internal sealed class PemBlock : IDisposable
{
    public const string PrivateKeyLabel = "PRIVATE KEY";

    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";

    private readonly byte[] _bytes;

    private PemBlock(string label, IReadOnlyDictionary<string, string> headers, byte[] bytes, int length)
    {
        Label = label;
        Headers = headers;
        _bytes = bytes;
        Content = bytes.AsMemory(0, length);
    }

    /// <summary>For example <c>RSA PRIVATE KEY</c>.</summary>
    public string Label { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Wiped with the block.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>
    /// The first whole block with a private key, or null. Others before it are passed over, as are lines between: OpenSSL writes the
    /// curve's parameters in front of a key, and a key's attributes.
    /// </summary>
    public static PemBlock? FindPrivateKey(ReadOnlySpan<char> text)
    {
        while (TryReadLabel(ref text, out string label))
        {
            string end = $"-----END {label}-----";
            int length = text.IndexOf(end, StringComparison.Ordinal);
            if (length < 0)
            {
                return null;
            }

            if (label.EndsWith(PrivateKeyLabel, StringComparison.Ordinal))
            {
                return TryRead(label, text[..length]);
            }

            text = text[(length + end.Length)..];
        }

        return null;
    }

    /// <summary>The label of the block that a text with one starts with, whole or not.</summary>
    public static string? FindLabel(ReadOnlySpan<char> text) => TryReadLabel(ref text, out string label) ? label : null;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    private static bool TryReadLabel(ref ReadOnlySpan<char> text, out string label)
    {
        label = "";
        int start = text.IndexOf(Begin, StringComparison.Ordinal);
        if (start < 0)
        {
            return false;
        }

        text = text[(start + Begin.Length)..];
        int length = text.IndexOf(Dashes, StringComparison.Ordinal);
        if (length < 0 || text[..length].ContainsAny('\r', '\n'))
        {
            return false;
        }

        label = text[..length].ToString();
        text = text[(length + Dashes.Length)..];
        return true;
    }

    private static PemBlock? TryRead(string label, ReadOnlySpan<char> body)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        ReadOnlySpan<char> rest = body.TrimStart();
        while (true)
        {
            int lineEnd = rest.IndexOf('\n');
            ReadOnlySpan<char> line = lineEnd < 0 ? rest : rest[..lineEnd];
            int colon = line.IndexOf(':');
            if (colon < 0)
            {
                break;
            }

            headers[line[..colon].Trim().ToString()] = line[(colon + 1)..].Trim().ToString();
            rest = lineEnd < 0 ? [] : rest[(lineEnd + 1)..];
        }

        byte[] bytes = new byte[rest.Length];
        return Convert.TryFromBase64Chars(rest, bytes, out int length) && length > 0 ? new PemBlock(label, headers, bytes, length) : null;
    }
}

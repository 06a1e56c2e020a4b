using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Node.Secrets;

/// <summary>
/// AES-256-GCM envelopes: <c>enc:v1:KEYID:BASE64URL(nonce ‖ ciphertext ‖ tag)</c>. The prefix is authenticated too, so an
/// envelope can't be relabelled.
/// </summary>
public sealed class SecretProtector : ISecretProtector, IDisposable
{
    private const string Prefix = "enc:v1:";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>One caller at a time: <see cref="AesGcm"/> keeps its nonce and key schedule in one native context.</summary>
    private readonly Lock _gate = new();
    private readonly AesGcm _cipher;
    private readonly string _keyId;

    /// <summary>With the key file's key.</summary>
    public SecretProtector(SecretKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _keyId = key.Id;
        _cipher = new AesGcm(key.Bytes.Span, TagLength);
    }

    /// <summary>Whether a text is an envelope, as opposed to a secret in clear.</summary>
    public static bool IsEnvelope(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public string Protect(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var header = Prefix + _keyId + ":";
        var length = Encoding.UTF8.GetByteCount(secret);
        var body = new byte[NonceLength + length + TagLength];
        var nonce = body.AsSpan(0, NonceLength);
        var text = body.AsSpan(NonceLength, length);
        RandomNumberGenerator.Fill(nonce);
        Encoding.UTF8.GetBytes(secret, text);
        lock (_gate)
        {
            _cipher.Encrypt(nonce, text, text, body.AsSpan(NonceLength + length), Encoding.ASCII.GetBytes(header));
        }

        return header + Base64Url.EncodeToString(body);
    }

    /// <inheritdoc/>
    public string Unprotect(string envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var colon = IsEnvelope(envelope) ? envelope.IndexOf(':', Prefix.Length) : -1;
        if (colon < 0)
        {
            throw new SecretException($"A stored secret isn't in the form that this version writes ({Prefix}...); declare it again.");
        }

        var keyId = envelope[Prefix.Length..colon];
        if (!string.Equals(keyId, _keyId, StringComparison.Ordinal))
        {
            throw new SecretException(
                $"A stored secret was encrypted with key {keyId}, but secrets.keyFile holds key {_keyId}; use the key file that the database was made with.");
        }

        return Open(envelope.AsSpan(colon + 1), Encoding.ASCII.GetBytes(envelope[..(colon + 1)]));
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private string Open(ReadOnlySpan<char> encoded, byte[] header)
    {
        try
        {
            var body = Base64Url.DecodeFromChars(encoded);
            if (body.Length < NonceLength + TagLength)
            {
                throw new SecretException("A stored secret is cut short; declare it again.");
            }

            var text = body.AsSpan(NonceLength, body.Length - NonceLength - TagLength);
            lock (_gate)
            {
                _cipher.Decrypt(body.AsSpan(0, NonceLength), text, body.AsSpan(body.Length - TagLength), text, header);
            }

            return Encoding.UTF8.GetString(text);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            throw new SecretException("A stored secret is damaged; declare it again.", exception);
        }
    }
}

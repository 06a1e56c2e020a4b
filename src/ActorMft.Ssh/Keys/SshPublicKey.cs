using System.Security.Cryptography;
using System.Text;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys;

/// <summary>A public key of a user or a host. Immutable and safe for concurrent use; equal if the blobs are.</summary>
public abstract class SshPublicKey : IEquatable<SshPublicKey>
{
    /// <summary>The cap of a key or signature in wire form, in bytes; RSA of 16,384 bits is 4.1 KiB as a key.</summary>
    internal const int MaxBlob = 8 * 1024;

    private protected SshPublicKey(string keyType, byte[] blob)
    {
        KeyType = keyType;
        Blob = blob;
        Fingerprint = "SHA256:" + Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('=');
    }

    /// <summary>The name in the blob: <c>ssh-ed25519</c>, <c>ecdsa-sha2-nistp256</c>, <c>ssh-rsa</c>...</summary>
    public string KeyType { get; }

    /// <summary>The key in wire form (RFC 4253 section 6.6), as it is hashed for the fingerprint.</summary>
    public ReadOnlyMemory<byte> Blob { get; }

    /// <summary><c>SHA256:</c> and the unpadded base64 of the blob's hash, as <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint { get; }

    /// <summary>The signature algorithms this key can be used with, best first. <c>ssh-rsa</c> (SHA-1) is never among them.</summary>
    public abstract IReadOnlyList<string> SignatureAlgorithms { get; }

    /// <summary>What the key can be used with besides, for peers that know nothing better.</summary>
    internal virtual IReadOnlyList<string> LegacySignatureAlgorithms => [];

    /// <summary>Reads a key in wire form.</summary>
    /// <exception cref="SshException"><see cref="SshFailure.BadKey"/>: the blob is malformed, has bytes left over, is of an unsupported type, or too weak.</exception>
    public static SshPublicKey Parse(ReadOnlySpan<byte> blob)
    {
        if (blob.Length > MaxBlob)
        {
            throw KeyFormat.Bad($"The public key has {blob.Length} bytes; at most {MaxBlob} are read.");
        }

        try
        {
            SshReader reader = new(blob);
            string keyType = reader.ReadName();
            SshPublicKey key = ReadFields(keyType, ref reader);
            reader.ExpectEnd();
            return key;
        }
        catch (SshException e) when (e.Reason == SshFailure.Protocol)
        {
            throw KeyFormat.Bad("The public key is malformed. " + e.Message, e);
        }
    }

    /// <summary>Reads a line of a <c>.pub</c> or <c>authorized_keys</c> file: type, base64, comment. Options before the type are refused.</summary>
    /// <exception cref="SshException"><see cref="SshFailure.BadKey"/>: the line is not such a key.</exception>
    public static SshPublicKey ParseOpenSsh(string line) => ParseOpenSsh(line, out _);

    /// <inheritdoc cref="ParseOpenSsh(string)"/>
    /// <param name="line">The line.</param>
    /// <param name="comment">What follows the key, or empty.</param>
    public static SshPublicKey ParseOpenSsh(string line, out string comment)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] parts = line.Trim().Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || line.Trim().AsSpan().ContainsAny('\r', '\n'))
        {
            throw KeyFormat.Bad("The public key is not one line of the form 'ssh-ed25519 AAAA... comment'.");
        }

        byte[] blob = new byte[MaxBlob];
        if (!Convert.TryFromBase64String(parts[1], blob, out int length))
        {
            throw KeyFormat.Bad(
                $"What follows '{KeyFormat.Shorten(parts[0])}' is not the base64 of a key of at most {MaxBlob} bytes. Options before the key's type are not supported.");
        }

        SshPublicKey key = Parse(blob.AsSpan(0, length));
        if (key.KeyType != parts[0])
        {
            throw KeyFormat.Bad($"The line says '{KeyFormat.Shorten(parts[0])}', but the key in it is of type '{key.KeyType}'.");
        }

        comment = parts.Length == 3 ? parts[2] : "";
        return key;
    }

    /// <summary>The line that a <c>.pub</c> or <c>authorized_keys</c> file holds, without a line break.</summary>
    /// <exception cref="ArgumentException">The comment has a line break.</exception>
    public string ToOpenSsh(string? comment = null)
    {
        CheckComment(comment);
        string line = $"{KeyType} {Convert.ToBase64String(Blob.Span)}";
        return string.IsNullOrEmpty(comment) ? line : $"{line} {comment}";
    }

    /// <summary>The text of a public key file in the form of RFC 4716 (SSH2 form).</summary>
    /// <exception cref="ArgumentException">The comment has a line break.</exception>
    public string ToRfc4716(string? comment = null) => Rfc4716.Write(Blob.Span, CheckComment(comment));

    /// <summary>Checks a signature.</summary>
    /// <param name="signatureAlgorithm">The algorithm that was announced; the signature must name the same one.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signatureBlob">string algorithm, string signature (RFC 4253 section 6.6); keys in authenticators add to it.</param>
    /// <returns>False for anything that is not this key's valid signature, malformed blobs and foreign algorithms included; never throws for bad input.</returns>
    public bool Verify(string signatureAlgorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signatureBlob)
    {
        ArgumentNullException.ThrowIfNull(signatureAlgorithm);
        return SignatureAlgorithms.Contains(signatureAlgorithm) && VerifyAs(signatureAlgorithm, data, signatureBlob);
    }

    /// <summary>The same, with legacy algorithms too: the caller has made sure that this one was agreed on.</summary>
    internal bool VerifyAs(string signatureAlgorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signatureBlob)
    {
        if (signatureBlob.Length > MaxBlob || !Supports(signatureAlgorithm))
        {
            return false;
        }

        try
        {
            SshReader reader = new(signatureBlob);
            ReadOnlySpan<byte> algorithm = reader.ReadString();
            ReadOnlySpan<byte> signature = reader.ReadString();
            return Ascii.Equals(algorithm, signatureAlgorithm) && VerifyFields(signatureAlgorithm, data, signature, ref reader);
        }
        catch (Exception e) when (e is SshException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Whether the key can be used with an algorithm, a legacy one included.</summary>
    public bool Supports(string signatureAlgorithm) =>
        SignatureAlgorithms.Contains(signatureAlgorithm) || LegacySignatureAlgorithms.Contains(signatureAlgorithm);

    public bool Equals(SshPublicKey? other) => other is not null && Blob.Span.SequenceEqual(other.Blob.Span);

    public override bool Equals(object? obj) => Equals(obj as SshPublicKey);

    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);

    /// <summary>The type and the fingerprint.</summary>
    public override string ToString() => $"{KeyType} {Fingerprint}";

    /// <summary>Checks a signature of one of <see cref="SignatureAlgorithms"/>; may throw <see cref="SshException"/> or <see cref="CryptographicException"/> for a bad one.</summary>
    internal abstract bool VerifySignature(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The same with what follows the signature in its blob: nothing, for most.</summary>
    private protected virtual bool VerifyFields(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, ref SshReader rest)
    {
        rest.ExpectEnd();
        return VerifySignature(algorithm, data, signature);
    }

    private static string? CheckComment(string? comment) =>
        comment.AsSpan().ContainsAny('\r', '\n') ? throw new ArgumentException("A key's comment is one line.", nameof(comment)) : comment;

    private static SshPublicKey ReadFields(string keyType, ref SshReader reader) => keyType switch
    {
        Ed25519PublicKey.Type => Ed25519PublicKey.Read(ref reader),
        RsaPublicKey.Type => RsaPublicKey.Read(ref reader),
        SecurityKeyPublicKey.Ed25519Type or SecurityKeyPublicKey.EcdsaType => SecurityKeyPublicKey.Read(keyType, ref reader),
        _ when EcdsaCurve.Find(keyType) is { } curve => EcdsaPublicKey.Read(curve, ref reader),
        _ => throw KeyFormat.Unsupported(keyType),
    };
}

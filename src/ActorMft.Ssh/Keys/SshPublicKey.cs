using System.Security.Cryptography;

namespace ActorMft.Ssh.Keys;

/// <summary>A public key of a user or a host. Immutable and safe for concurrent use; equal if the blobs are.</summary>
public abstract class SshPublicKey : IEquatable<SshPublicKey>
{
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

    /// <summary>Reads a key in wire form.</summary>
    /// <exception cref="SshException"><see cref="SshFailure.BadKey"/>: the blob is malformed, has bytes left over, is of an unsupported type, or too weak.</exception>
    public static SshPublicKey Parse(ReadOnlySpan<byte> blob) => throw new NotSupportedException();

    /// <summary>Reads a line of a <c>.pub</c> or <c>authorized_keys</c> file: type, base64, comment. Options before the type are refused.</summary>
    /// <exception cref="SshException"><see cref="SshFailure.BadKey"/>: the line is not such a key.</exception>
    public static SshPublicKey ParseOpenSsh(string line) => ParseOpenSsh(line, out _);

    /// <inheritdoc cref="ParseOpenSsh(string)"/>
    /// <param name="line">The line.</param>
    /// <param name="comment">What follows the key, or empty.</param>
    public static SshPublicKey ParseOpenSsh(string line, out string comment) => throw new NotSupportedException();

    /// <summary>The line that a <c>.pub</c> or <c>authorized_keys</c> file holds, without a line break.</summary>
    public string ToOpenSsh(string? comment = null) => throw new NotSupportedException();

    /// <summary>Checks a signature.</summary>
    /// <param name="signatureAlgorithm">The algorithm that was announced; the signature must name the same one.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signatureBlob">string algorithm, string signature (RFC 4253 section 6.6).</param>
    /// <returns>False for anything that is not this key's valid signature, malformed blobs and foreign algorithms included; never throws for bad input.</returns>
    public bool Verify(string signatureAlgorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signatureBlob) => throw new NotSupportedException();

    public bool Equals(SshPublicKey? other) => other is not null && Blob.Span.SequenceEqual(other.Blob.Span);

    public override bool Equals(object? obj) => Equals(obj as SshPublicKey);

    public override int GetHashCode() => Fingerprint.GetHashCode(StringComparison.Ordinal);

    /// <summary>The type and the fingerprint.</summary>
    public override string ToString() => $"{KeyType} {Fingerprint}";
}

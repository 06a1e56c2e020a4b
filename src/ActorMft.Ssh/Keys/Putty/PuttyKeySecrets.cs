using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace ActorMft.Ssh.Keys.Putty;

/// <summary>What a .ppk file's passphrase becomes: the key and the initial vector of AES-256-CBC, and the key of the file's MAC.</summary>
internal sealed class PuttyKeySecrets : IDisposable
{
    private const int KeyLength = 32;
    private const int IvLength = 16;
    private const int MacKeyLength = 32;

    /// <summary>In KiB; PuTTYgen writes 8,192.</summary>
    private const int MaxMemory = 256 * 1024;

    /// <summary>In KiB times passes: some seconds. PuTTYgen writes what takes a tenth of a second.</summary>
    private const long MaxWork = 4L * 1024 * 1024;

    private const int MaxParallelism = 16;
    private const int MaxSalt = 64;

    private PuttyKeySecrets(byte[] key, byte[] iv, byte[] macKey)
    {
        Key = key;
        Iv = iv;
        MacKey = macKey;
    }

    public byte[] Key { get; }

    public byte[] Iv { get; }

    public byte[] MacKey { get; }

    /// <param name="file">Says how it is derived.</param>
    /// <param name="passphrase">Null for a file that isn't encrypted.</param>
    public static PuttyKeySecrets Derive(PuttyKeyFile file, string? passphrase)
    {
        byte[] secret = Encoding.UTF8.GetBytes(passphrase ?? "");
        try
        {
            return file.Version == 2 ? DeriveVersion2(secret)
                : passphrase is null ? new PuttyKeySecrets([], [], [])
                : DeriveVersion3(file, secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Key);
        CryptographicOperations.ZeroMemory(Iv);
        CryptographicOperations.ZeroMemory(MacKey);
    }

    /// <summary>Key: the first 32 bytes of SHA-1(0 ‖ passphrase) ‖ SHA-1(1 ‖ passphrase), numbers of 4 bytes; the initial vector is zero.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Keys that exist are encrypted so; none is written so.")]
    private static PuttyKeySecrets DeriveVersion2(byte[] passphrase)
    {
        byte[] both = [.. SHA1.HashData([0, 0, 0, 0, .. passphrase]), .. SHA1.HashData([0, 0, 0, 1, .. passphrase])];
        byte[] macKey = SHA1.HashData([.. "putty-private-key-file-mac-key"u8, .. passphrase]);
        return new PuttyKeySecrets(both[..KeyLength], new byte[IvLength], macKey);
    }

    private static PuttyKeySecrets DeriveVersion3(PuttyKeyFile file, byte[] passphrase)
    {
        int memory = file.Number("Argon2-Memory");
        int passes = file.Number("Argon2-Passes");
        int parallelism = file.Number("Argon2-Parallelism");
        byte[] salt = file.Bytes("Argon2-Salt");
        if (passes < 1 || parallelism is < 1 or > MaxParallelism || memory < 8 * parallelism || salt.Length is < 8 or > MaxSalt
            || memory > MaxMemory || (long)memory * passes > MaxWork)
        {
            throw KeyFormat.Bad($"The private key is in {file.Form} and asks for {memory} KiB of memory, {passes} passes, {parallelism} threads and a salt of {salt.Length} bytes to check its passphrase; "
                + $"at most {MaxMemory} KiB, {MaxWork} KiB times passes, {MaxParallelism} threads and {MaxSalt} bytes are done. Save it again with PuTTYgen's defaults.");
        }

        using Argon2 argon = Create(file, passphrase);
        argon.MemorySize = memory;
        argon.Iterations = passes;
        argon.DegreeOfParallelism = parallelism;
        argon.Salt = salt;
        byte[] all = argon.GetBytes(KeyLength + IvLength + MacKeyLength);
        PuttyKeySecrets secrets = new(all[..KeyLength], all[KeyLength..(KeyLength + IvLength)], all[^MacKeyLength..]);
        CryptographicOperations.ZeroMemory(all);
        return secrets;
    }

    private static Argon2 Create(PuttyKeyFile file, byte[] passphrase) => file.Field("Key-Derivation") switch
    {
        "Argon2id" => new Argon2id(passphrase),
        "Argon2i" => new Argon2i(passphrase),
        "Argon2d" => new Argon2d(passphrase),
        var other => throw KeyFormat.Bad($"The private key is in {file.Form} and its passphrase is checked by '{KeyFormat.Shorten(other)}', which is not supported; Argon2id, Argon2i and Argon2d are. Save it again with PuTTYgen's defaults."),
    };
}

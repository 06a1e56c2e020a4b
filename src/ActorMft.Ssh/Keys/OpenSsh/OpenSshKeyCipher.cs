using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Keys.Bcrypt;

namespace ActorMft.Ssh.Keys.OpenSsh;

/// <summary>A cipher of the private section of OpenSSH's key format; key and IV come from bcrypt.</summary>
/// <param name="Name">As the file names it.</param>
/// <param name="KeyLength">In bytes.</param>
/// <param name="IvLength">In bytes.</param>
/// <param name="TagLength">How many bytes follow the section, as a tag.</param>
internal sealed record OpenSshKeyCipher(string Name, int KeyLength, int IvLength, int TagLength)
{
    /// <summary>The padding multiple of an encrypted section, in bytes; the same for all.</summary>
    public const int BlockLength = 16;

    private const int GcmTagLength = 16;

    /// <summary>What OpenSSH and this program write.</summary>
    public static readonly OpenSshKeyCipher Aes256Counter = new("aes256-ctr", 32, CounterStream.CounterLength, 0);

    private static readonly OpenSshKeyCipher[] s_all =
    [
        Aes256Counter,
        new("aes128-ctr", 16, CounterStream.CounterLength, 0),
        new("aes192-ctr", 24, CounterStream.CounterLength, 0),
        new("aes128-cbc", 16, BlockLength, 0),
        new("aes192-cbc", 24, BlockLength, 0),
        new("aes256-cbc", 32, BlockLength, 0),
        new("aes128-gcm@openssh.com", 16, GcmNonce.Length, GcmTagLength),
        new("aes256-gcm@openssh.com", 32, GcmNonce.Length, GcmTagLength),
    ];

    /// <summary>The cipher of a name, or null.</summary>
    public static OpenSshKeyCipher? Find(string name) => Array.Find(s_all, c => c.Name == name);

    /// <summary>Encrypts a section in place; only for ciphers without a tag.</summary>
    public void Encrypt(string passphrase, ReadOnlySpan<byte> salt, int rounds, Span<byte> section)
    {
        Span<byte> secret = stackalloc byte[KeyLength + IvLength];
        BcryptKeyDerivation.Derive(passphrase, salt, rounds, secret);
        using AesCounterStream stream = new(secret[..KeyLength], secret[KeyLength..]);
        stream.Transform(section);
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>Decrypts a section in place.</summary>
    /// <exception cref="CryptographicException">The tag doesn't fit, as after a wrong passphrase.</exception>
    public void Decrypt(string passphrase, ReadOnlySpan<byte> salt, int rounds, Span<byte> section, ReadOnlySpan<byte> tag)
    {
        Span<byte> secret = stackalloc byte[KeyLength + IvLength];
        BcryptKeyDerivation.Derive(passphrase, salt, rounds, secret);
        Span<byte> key = secret[..KeyLength];
        Span<byte> iv = secret[KeyLength..];
        if (TagLength > 0)
        {
            using AesGcm gcm = new(key, TagLength);
            gcm.Decrypt(iv, section, tag, section);
        }
        else if (Name.EndsWith("-cbc", StringComparison.Ordinal))
        {
            using Aes aes = Aes.Create();
            aes.SetKey(key);
            aes.DecryptCbc(section, iv, PaddingMode.None).CopyTo(section);
        }
        else
        {
            using AesCounterStream stream = new(key, iv);
            stream.Transform(section);
        }

        CryptographicOperations.ZeroMemory(secret);
    }
}

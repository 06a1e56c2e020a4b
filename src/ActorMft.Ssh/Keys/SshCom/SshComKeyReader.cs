using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys.SshCom;

/// <summary>
/// Reads SSH.com's private key form, which has no specification; PuTTYgen writes it, and its source tells: header lines as in RFC 4716,
/// then base64 of uint32 0x3f6ff9eb, uint32 length of all, string key type, string cipher, string private section. The section,
/// decrypted: string of e, d, n, 1/p mod q, p, q; then padding. Numbers are uint32 bits and their bytes. Only RSA and DSA exist in it.
/// </summary>
internal static class SshComKeyReader
{
    public const string Begin = "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----";

    private const string End = "---- END SSH2 ENCRYPTED PRIVATE KEY ----";
    private const string Form = "SSH.com's form";
    private const uint Magic = 0x3F6FF9EB;
    private const int BlockLength = 8;
    private const int KeyLength = 24;

    public static SshPrivateKey Read(ReadOnlySpan<char> text, string? passphrase)
    {
        byte[] content = Decode(text);
        try
        {
            return ReadContent(content, passphrase);
        }
        catch (SshException e) when (e.Reason == SshFailure.Protocol)
        {
            throw KeyFormat.Damaged(Form, "what is between its first and last line is not such a key", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>A header line has a colon; one that ends in a backslash goes on in the next line.</summary>
    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (end < 0)
        {
            throw KeyFormat.Damaged(Form, $"its last line '{End}' is missing");
        }

        StringBuilder base64 = new();
        bool isHeader = false;
        foreach (ReadOnlySpan<char> line in text[Begin.Length..end].EnumerateLines())
        {
            isHeader = isHeader || line.Contains(':');
            if (!isHeader)
            {
                base64.Append(line.Trim());
            }

            isHeader = isHeader && line.TrimEnd().EndsWith('\\');
        }

        try
        {
            return Convert.FromBase64String(base64.ToString());
        }
        catch (FormatException e)
        {
            throw KeyFormat.Damaged(Form, "what is between its first and last line is not base64", e);
        }
    }

    private static RsaPrivateKey ReadContent(byte[] content, string? passphrase)
    {
        SshReader reader = new(content);
        if (reader.ReadUInt32() != Magic || reader.ReadUInt32() != (uint)content.Length)
        {
            throw KeyFormat.Damaged(Form, "what it starts with is not the mark and the length of such a key");
        }

        string keyType = reader.ReadUtf8();
        string cipher = reader.ReadName();
        byte[] section = reader.ReadString().ToArray();
        if (!keyType.StartsWith("if-modn{", StringComparison.Ordinal))
        {
            throw KeyFormat.Bad($"The private key is in {Form} and is not an RSA key, the only type that is read in it. Use an Ed25519, ECDSA or RSA key in OpenSSH's or PuTTY's form.");
        }

        switch (cipher)
        {
            case "none":
                return ReadSection(section);
            case "3des-cbc":
                return ReadEncrypted(section, passphrase);
            default:
                throw KeyFormat.Bad($"The private key is in {Form} and encrypted with '{KeyFormat.Shorten(cipher)}', which is not supported; 3des-cbc is. Convert it with PuTTYgen to OpenSSH's form.");
        }
    }

    private static RsaPrivateKey ReadEncrypted(byte[] section, string? passphrase)
    {
        if (string.IsNullOrEmpty(passphrase))
        {
            throw KeyFormat.PassphraseMissing(Form);
        }

        if (section.Length == 0 || section.Length % BlockLength != 0)
        {
            throw KeyFormat.Damaged(Form, $"its private part has {section.Length} bytes, which is not a multiple of {BlockLength}");
        }

        byte[] decrypted = Decrypt(section, passphrase);
        try
        {
            return ReadSection(decrypted);
        }
        catch (SshException e) when (e.Reason is SshFailure.Protocol or SshFailure.BadKey)
        {
            throw KeyFormat.PassphraseWrong(Form, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decrypted);
        }
    }

    /// <summary>Key: MD5(passphrase) ‖ MD5(passphrase ‖ the former), cut to 24 bytes. The initial vector is zero.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Keys that exist are encrypted so; none is written so.")]
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "Keys that exist are encrypted so; none is written so.")]
    private static byte[] Decrypt(byte[] section, string passphrase)
    {
        byte[] secret = Encoding.UTF8.GetBytes(passphrase);
        byte[] first = MD5.HashData(secret);
        byte[] both = [.. first, .. MD5.HashData([.. secret, .. first])];
        try
        {
            using TripleDES cipher = TripleDES.Create();
            cipher.Key = both[..KeyLength];
            return cipher.DecryptCbc(section, new byte[BlockLength], PaddingMode.None);
        }
        catch (CryptographicException e)
        {
            // The passphrase makes one of 3DES's weak keys, which nothing was encrypted with.
            throw KeyFormat.PassphraseWrong(Form, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(both);
        }
    }

    private static RsaPrivateKey ReadSection(byte[] section)
    {
        SshReader outer = new(section);
        SshReader reader = new(outer.ReadString());
        ReadOnlySpan<byte> exponent = ReadNumber(ref reader);
        ReadOnlySpan<byte> d = ReadNumber(ref reader);
        ReadOnlySpan<byte> modulus = ReadNumber(ref reader);
        ReadNumber(ref reader);
        ReadOnlySpan<byte> p = ReadNumber(ref reader);
        ReadOnlySpan<byte> q = ReadNumber(ref reader);
        return RsaPrivateKey.FromNumbers(modulus, exponent, d, p, q);
    }

    private static ReadOnlySpan<byte> ReadNumber(ref SshReader reader)
    {
        uint bits = reader.ReadUInt32();
        if (bits > 8 * SshReader.MaxMpint)
        {
            throw SshException.Protocol($"A number of {bits} bits is longer than any of a key.");
        }

        return reader.ReadBytes((int)((bits + 7) / 8)).TrimStart((byte)0);
    }
}

using System.Security.Cryptography;
using System.Text;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Keys.OpenSsh;

/// <summary>Writes the format that <see cref="OpenSshKeyReader"/> reads.</summary>
internal static class OpenSshKeyWriter
{
    private const int Rounds = 24;
    private const int SaltLength = 16;
    private const int PlainBlockLength = 8;
    private const int LineLength = 70;

    public static string Write(SshPrivateKey key, string comment, string? passphrase)
    {
        bool isEncrypted = !string.IsNullOrEmpty(passphrase);
        byte[] salt = isEncrypted ? RandomNumberGenerator.GetBytes(SaltLength) : [];
        byte[] section = WriteSection(key, comment, isEncrypted ? OpenSshKeyCipher.BlockLength : PlainBlockLength);
        if (isEncrypted)
        {
            OpenSshKeyCipher.Aes256Counter.Encrypt(passphrase!, salt, Rounds, section);
        }

        SshWriter writer = new([]);
        try
        {
            writer.WriteBytes(Encoding.ASCII.GetBytes(OpenSshKeyReader.Magic));
            writer.WriteString(isEncrypted ? OpenSshKeyCipher.Aes256Counter.Name : "none");
            writer.WriteString(isEncrypted ? "bcrypt" : "none");
            int options = writer.BeginString();
            if (isEncrypted)
            {
                writer.WriteString(salt);
                writer.WriteUInt32(Rounds);
            }

            writer.EndString(options);
            writer.WriteUInt32(1);
            writer.WriteString(key.PublicKey.Blob.Span);
            writer.WriteString(section);
            return ToPem(writer.Written);
        }
        finally
        {
            writer.Dispose();
            CryptographicOperations.ZeroMemory(section);
        }
    }

    private static byte[] WriteSection(SshPrivateKey key, string comment, int blockLength)
    {
        SshWriter writer = new([]);
        try
        {
            uint check = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
            writer.WriteUInt32(check);
            writer.WriteUInt32(check);
            key.WriteFields(ref writer);
            writer.WriteString(comment);
            for (byte i = 1; writer.Length % blockLength != 0; i++)
            {
                writer.WriteByte(i);
            }

            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static string ToPem(ReadOnlySpan<byte> content)
    {
        string base64 = Convert.ToBase64String(content);
        StringBuilder text = new("-----BEGIN OPENSSH PRIVATE KEY-----\n");
        for (int i = 0; i < base64.Length; i += LineLength)
        {
            text.Append(base64.AsSpan(i, Math.Min(LineLength, base64.Length - i))).Append('\n');
        }

        return text.Append("-----END OPENSSH PRIVATE KEY-----\n").ToString();
    }
}

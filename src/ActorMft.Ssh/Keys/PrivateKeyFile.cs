using ActorMft.Ssh.Keys.Pem;
using ActorMft.Ssh.Keys.Putty;
using ActorMft.Ssh.Keys.SshCom;

namespace ActorMft.Ssh.Keys;

/// <summary>Finds out what form a private key file has, and has it read.</summary>
internal static class PrivateKeyFile
{
    private const int MaxLength = 64 * 1024;

    public static SshPrivateKey Read(ReadOnlySpan<char> text, string? passphrase)
    {
        if (text.Length > MaxLength)
        {
            throw KeyFormat.Bad($"The private key file has {text.Length} characters; at most {MaxLength} are read.");
        }

        ReadOnlySpan<char> content = text.TrimStart('\uFEFF').Trim();
        if (content.StartsWith(PuttyKeyFile.Start, StringComparison.Ordinal))
        {
            return PuttyKeyReader.Read(content, passphrase);
        }

        if (content.StartsWith(SshComKeyReader.Begin, StringComparison.Ordinal))
        {
            return SshComKeyReader.Read(content, passphrase);
        }

        using PemBlock? pem = PemBlock.FindPrivateKey(content);
        return pem is not null ? PemKeyReader.Read(pem, passphrase) : throw NoPrivateKey.Describe(content);
    }
}

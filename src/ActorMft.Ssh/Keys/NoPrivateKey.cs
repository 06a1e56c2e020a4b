using ActorMft.Ssh.Keys.Pem;

namespace ActorMft.Ssh.Keys;

/// <summary>Says what a text seems to be that was given as a private key and isn't one. Quotes nothing of it but a PEM label.</summary>
internal static class NoPrivateKey
{
    private const string PrivateHalf = "Give the private half, which stays with its owner: the file without '.pub', or the .ppk file.";

    public static SshException Describe(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return KeyFormat.Bad("The private key is empty; give the text of the key's file.");
        }

        if (text.StartsWith("ssh-", StringComparison.Ordinal) || text.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) || text.StartsWith("sk-", StringComparison.Ordinal))
        {
            return KeyFormat.Bad("This is a public key in OpenSSH's form. " + PrivateHalf);
        }

        if (text.StartsWith("---- BEGIN SSH2 PUBLIC KEY", StringComparison.Ordinal))
        {
            return KeyFormat.Bad("This is a public key in SSH2 form (RFC 4716). " + PrivateHalf);
        }

        if (PemBlock.FindLabel(text) is { } label)
        {
            return label.EndsWith(PemBlock.PrivateKeyLabel, StringComparison.Ordinal)
                ? KeyFormat.Bad($"The private key is in PEM form ({KeyFormat.Shorten(label)}) and cut short or damaged: no base64 with '-----END {KeyFormat.Shorten(label)}-----' after it. Copy the whole file again, unchanged.")
                : KeyFormat.Bad($"This is a PEM file with '{KeyFormat.Shorten(label)}', which is no private key. " + PrivateHalf);
        }

        return KeyFormat.Bad("The text is in none of the forms of private keys: OpenSSH's or another PEM form ('-----BEGIN ... PRIVATE KEY-----'), "
            + "PuTTY's ('PuTTY-User-Key-File-3: ...') or SSH.com's ('---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----'). Give the whole text of the key's file, its first line included.");
    }
}

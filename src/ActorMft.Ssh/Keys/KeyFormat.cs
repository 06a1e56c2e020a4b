namespace ActorMft.Ssh.Keys;

/// <summary>The failures of reading keys.</summary>
internal static class KeyFormat
{
    private const int LongestQuote = 40;

    public static SshException Bad(string message, Exception? innerException = null) =>
        new(SshFailure.BadKey, message, innerException);

    public static SshException Unsupported(string keyType) =>
        Bad($"Keys of type '{Shorten(keyType)}' are not supported; use ssh-ed25519, ecdsa-sha2-nistp256, -nistp384, -nistp521, ssh-rsa, sk-ssh-ed25519@openssh.com or sk-ecdsa-sha2-nistp256@openssh.com.");

    /// <summary>A private key of a known form isn't one after all.</summary>
    /// <param name="form">What the file seems to be, for example <c>PuTTY's form (.ppk, version 3)</c>.</param>
    /// <param name="what">What is wrong, as the rest of a sentence after "damaged: ".</param>
    /// <param name="innerException">What was seen.</param>
    public static SshException Damaged(string form, string what, Exception? innerException = null) =>
        Bad($"The private key is in {form} and damaged: {what}. Copy the whole file again, unchanged.", innerException);

    public static SshException PassphraseMissing(string form) =>
        Bad($"The private key is in {form}, encrypted, and needs its passphrase; give it along with the key.");

    /// <summary>A wrong passphrase and a change to the encrypted bytes look alike.</summary>
    public static SshException PassphraseWrong(string form, Exception? innerException = null) =>
        Bad($"The private key is in {form} and its passphrase is wrong; give the one that it was saved with.", innerException);

    /// <summary>Cuts foreign text for a message.</summary>
    public static string Shorten(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";
}

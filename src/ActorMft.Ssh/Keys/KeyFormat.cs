namespace ActorMft.Ssh.Keys;

/// <summary>The failures of reading keys.</summary>
internal static class KeyFormat
{
    private const int LongestQuote = 40;

    public static SshException Bad(string message, Exception? innerException = null) =>
        new(SshFailure.BadKey, message, innerException);

    public static SshException Unsupported(string keyType) =>
        Bad($"Keys of type '{Shorten(keyType)}' are not supported; use ssh-ed25519, ecdsa-sha2-nistp256, -nistp384, -nistp521 or ssh-rsa.");

    /// <summary>Cuts foreign text for a message.</summary>
    public static string Shorten(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";
}

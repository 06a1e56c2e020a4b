namespace ActorMft.Bench.Ssh;

/// <summary>The ciphers that partners' clients pick: Go's and node's, OpenSSH's, and paramiko's.</summary>
internal static class Ciphers
{
    /// <summary>With a cipher that needs one.</summary>
    internal const string Mac = "hmac-sha2-256";

    internal const string AesGcm = "aes128-gcm@openssh.com";

    internal static IReadOnlyList<string> All { get; } = [AesGcm, "chacha20-poly1305@openssh.com", "aes128-ctr"];

    /// <summary>As the figures are named.</summary>
    internal static string NameOf(string cipher) => cipher == "aes128-ctr" ? cipher + " + " + Mac : cipher.Split('@')[0];

    /// <summary>Options of OpenSSH's client.</summary>
    internal static string[] Stock(string cipher) => ["-q", "-c", cipher, "-o", "MACs=" + Mac];
}

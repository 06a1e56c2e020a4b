using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>What an exchange has led to, as the protection of both directions (RFC 4253, section 7.2).</summary>
/// <param name="hash">The key exchange's hash.</param>
/// <param name="secret">K with its length; cleared at the end.</param>
/// <param name="exchangeHash">H of this exchange.</param>
/// <param name="sessionId">H of the first exchange.</param>
internal sealed class SessionKeys(HashAlgorithmName hash, byte[] secret, byte[] exchangeHash, byte[] sessionId) : IDisposable
{
    /// <summary>IV, encryption key and integrity key of what the client sends.</summary>
    private const string ToServer = "ACE";

    /// <summary>As <see cref="ToServer"/>, of what the server sends.</summary>
    private const string ToClient = "BDF";

    private delegate T Maker<T>(string cipher, string? mac, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> key, ReadOnlySpan<byte> macKey);

    /// <summary>For what this side receives.</summary>
    public PacketOpener CreateOpener(NegotiatedAlgorithms algorithms, bool isServer) => isServer
        ? Derive(algorithms.CipherToServer, algorithms.MacToServer, ToServer, SshAlgorithms.CreateOpener)
        : Derive(algorithms.CipherToClient, algorithms.MacToClient, ToClient, SshAlgorithms.CreateOpener);

    /// <summary>For what this side sends.</summary>
    public PacketSealer CreateSealer(NegotiatedAlgorithms algorithms, bool isServer) => isServer
        ? Derive(algorithms.CipherToClient, algorithms.MacToClient, ToClient, SshAlgorithms.CreateSealer)
        : Derive(algorithms.CipherToServer, algorithms.MacToServer, ToServer, SshAlgorithms.CreateSealer);

    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    private T Derive<T>(string cipher, string? mac, string letters, Maker<T> make)
    {
        CipherInfo info = SshAlgorithms.GetCipher(cipher);
        Span<byte> iv = stackalloc byte[info.IvLength];
        Span<byte> key = stackalloc byte[info.KeyLength];
        Span<byte> macKey = stackalloc byte[mac is null ? 0 : SshAlgorithms.GetMac(mac).KeyLength];
        KeyDerivation.Derive(hash, secret, exchangeHash, letters[0], sessionId, iv);
        KeyDerivation.Derive(hash, secret, exchangeHash, letters[1], sessionId, key);
        KeyDerivation.Derive(hash, secret, exchangeHash, letters[2], sessionId, macKey);
        T made = make(cipher, mac, iv, key, macKey);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(macKey);
        return made;
    }
}

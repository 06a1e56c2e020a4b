using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>Derives initial vectors and keys from the exchanged secret (RFC 4253 section 7.2).</summary>
internal static class KeyDerivation
{
    /// <summary>Fills <paramref name="destination"/> with HASH(K ‖ H ‖ letter ‖ session id), extended as often as needed.</summary>
    /// <param name="hash">The key exchange's hash.</param>
    /// <param name="encodedSecret">K with its length, as <see cref="KeyExchange"/> returned it.</param>
    /// <param name="exchangeHash">H of this exchange.</param>
    /// <param name="letter">'A' to 'F': IV, encryption key, integrity key, client to server first.</param>
    /// <param name="sessionId">H of the first exchange.</param>
    /// <param name="destination">As long as the value that is wanted; may be empty.</param>
    public static void Derive(
        HashAlgorithmName hash,
        ReadOnlySpan<byte> encodedSecret,
        ReadOnlySpan<byte> exchangeHash,
        char letter,
        ReadOnlySpan<byte> sessionId,
        Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        using IncrementalHash digest = IncrementalHash.CreateHash(hash);
        digest.AppendData(encodedSecret);
        digest.AppendData(exchangeHash);
        digest.AppendData([(byte)letter]);
        digest.AppendData(sessionId);
        Span<byte> block = stackalloc byte[digest.HashLengthInBytes];
        int filled = 0;
        while (true)
        {
            digest.GetHashAndReset(block);
            int count = Math.Min(block.Length, destination.Length - filled);
            block[..count].CopyTo(destination[filled..]);
            filled += count;
            if (filled == destination.Length)
            {
                break;
            }

            digest.AppendData(encodedSecret);
            digest.AppendData(exchangeHash);
            digest.AppendData(destination[..filled]);
        }

        CryptographicOperations.ZeroMemory(block);
    }
}

using System.Security.Cryptography;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Algorithms;

/// <summary>How a secret enters the exchange hash.</summary>
internal static class SharedSecret
{
    /// <summary>Encodes a secret as an mpint with its length, and clears the original.</summary>
    /// <param name="secret">Big-endian.</param>
    public static byte[] EncodeMpint(Span<byte> secret)
    {
        SshWriter writer = new(stackalloc byte[128]);
        try
        {
            writer.WriteMpint(secret);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The refusal of a peer's value.</summary>
    public static SshException Refuse(string message) =>
        new(SshFailure.Protocol, SshDisconnectReason.KeyExchangeFailed, message);
}

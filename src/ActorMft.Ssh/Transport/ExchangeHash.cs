using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Ssh.Transport;

/// <summary>The exchange hash H (RFC 4253, section 8; RFC 5656, section 4).</summary>
internal static class ExchangeHash
{
    /// <summary>HASH(V_C ‖ V_S ‖ I_C ‖ I_S ‖ K_S ‖ fields of the method ‖ client value ‖ server value ‖ K).</summary>
    /// <param name="hash">The method's hash.</param>
    /// <param name="clientIdent">V_C, without its line break.</param>
    /// <param name="serverIdent">V_S, without its line break.</param>
    /// <param name="clientInit">I_C, the payload of the client's KEXINIT.</param>
    /// <param name="serverInit">I_S, the payload of the server's KEXINIT.</param>
    /// <param name="hostKey">K_S, the host key's blob.</param>
    /// <param name="methodFields">What the method adds, encoded.</param>
    /// <param name="clientValue">Q_C or the body of e.</param>
    /// <param name="serverValue">Q_S or the body of f.</param>
    /// <param name="encodedSecret">K with its length.</param>
    public static byte[] Compute(
        HashAlgorithmName hash,
        string clientIdent,
        string serverIdent,
        ReadOnlySpan<byte> clientInit,
        ReadOnlySpan<byte> serverInit,
        ReadOnlySpan<byte> hostKey,
        ReadOnlySpan<byte> methodFields,
        ReadOnlySpan<byte> clientValue,
        ReadOnlySpan<byte> serverValue,
        ReadOnlySpan<byte> encodedSecret)
    {
        using IncrementalHash digest = IncrementalHash.CreateHash(hash);
        AppendString(digest, Encoding.Latin1.GetBytes(clientIdent));
        AppendString(digest, Encoding.Latin1.GetBytes(serverIdent));
        AppendString(digest, clientInit);
        AppendString(digest, serverInit);
        AppendString(digest, hostKey);
        digest.AppendData(methodFields);
        AppendString(digest, clientValue);
        AppendString(digest, serverValue);
        digest.AppendData(encodedSecret);
        return digest.GetHashAndReset();
    }

    private static void AppendString(IncrementalHash digest, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        digest.AppendData(length);
        digest.AppendData(value);
    }
}

using System.Security.Cryptography;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Algorithms;

/// <summary>One run of one key exchange method, on either side. Call the client's two methods in order, or the server's one, once.</summary>
internal abstract class KeyExchange : IDisposable
{
    /// <summary>The hash over the exchange, also used for key derivation.</summary>
    public abstract HashAlgorithmName Hash { get; }

    /// <summary>Whether the exchanged values are mpints (e and f of RFC 4253 section 8) rather than strings (Q_C and Q_S of RFC 5656 section 4). Both are framed alike: uint32 length, body.</summary>
    public abstract bool ValuesAreMpint { get; }

    /// <summary>The number of the message that brings the client's value.</summary>
    public virtual SshMessage InitMessage => SshMessage.ExchangeRequest;

    /// <summary>The number of the message that brings the server's value.</summary>
    public virtual SshMessage ReplyMessage => SshMessage.ExchangeReply;

    /// <summary>What the exchange hash covers between the host key and the values; nothing, for most.</summary>
    public virtual ReadOnlySpan<byte> HashedFields => default;

    /// <summary>Creates the client's ephemeral key and returns the body of Q_C or e for message 30.</summary>
    public abstract byte[] CreateClientInit();

    /// <summary>Creates the server's ephemeral key and agrees on the secret.</summary>
    /// <param name="clientValue">The body of Q_C or e as received.</param>
    /// <returns>The body of Q_S or f for message 31, and K exactly as it enters the exchange hash and the derivation, length included.</returns>
    /// <exception cref="SshException"><see cref="SshDisconnectReason.KeyExchangeFailed"/>: the client's value is not an acceptable public key.</exception>
    public abstract (byte[] ServerValue, byte[] EncodedSecret) RespondAsServer(ReadOnlySpan<byte> clientValue);

    /// <summary>Agrees on the secret after <see cref="CreateClientInit"/>.</summary>
    /// <param name="serverValue">The body of Q_S or f as received.</param>
    /// <returns>K exactly as it enters the exchange hash and the derivation, length included.</returns>
    /// <exception cref="SshException"><see cref="SshDisconnectReason.KeyExchangeFailed"/>: the server's value is not an acceptable public key.</exception>
    public abstract byte[] FinishAsClient(ReadOnlySpan<byte> serverValue);

    public abstract void Dispose();
}

using System.Security.Cryptography;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Algorithms;

/// <summary>Diffie-Hellman in a group that both sides know: diffie-hellman-group14-sha256, -group16-sha512 and the like (RFC 4253 section 8, RFC 8268).</summary>
internal sealed class DiffieHellmanKeyExchange : KeyExchange
{
    private readonly ModularGroup _group;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(ModularGroup.SecretLength);

    public DiffieHellmanKeyExchange(ModularGroup group, HashAlgorithmName hash)
    {
        _group = group;
        Hash = hash;
    }

    public override HashAlgorithmName Hash { get; }

    public override bool ValuesAreMpint => true;

    public override byte[] CreateClientInit()
    {
        // The encoding of an mpint without the length in front.
        return SharedSecret.EncodeMpint(_group.Power(_group.Generator.Span, _secret))[4..];
    }

    public override (byte[] ServerValue, byte[] EncodedSecret) RespondAsServer(ReadOnlySpan<byte> clientValue)
    {
        byte[] encodedSecret = Agree(clientValue);
        return (CreateClientInit(), encodedSecret);
    }

    public override byte[] FinishAsClient(ReadOnlySpan<byte> serverValue) => Agree(serverValue);

    public override void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <summary>1 &lt; number &lt; p - 1. The prime is odd, so that p - 1 differs from it in the last byte only.</summary>
    public bool IsInRange(ReadOnlySpan<byte> number)
    {
        if (number.IsEmpty || (number.Length == 1 && number[0] == 1) || number.Length > _group.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> prime = _group.Prime.Span;
        int order = number[..^1].SequenceCompareTo(prime[..^1]);
        return number.Length < _group.Length || order < 0 || (order == 0 && number[^1] < prime[^1] - 1);
    }

    private byte[] Agree(ReadOnlySpan<byte> peer)
    {
        ReadOnlySpan<byte> number = peer.TrimStart((byte)0);
        if (peer.Length > _group.Length + 1 || (!peer.IsEmpty && (peer[0] & 0x80) != 0) || !IsInRange(number))
        {
            throw SharedSecret.Refuse("The peer's Diffie-Hellman value is not between 1 and the group's prime less 1.");
        }

        return SharedSecret.EncodeMpint(_group.Power(number, _secret));
    }
}

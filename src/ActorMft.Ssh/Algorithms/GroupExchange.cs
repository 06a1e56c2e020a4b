using System.Security.Cryptography;
using ActorMft.Ssh.Native;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// diffie-hellman-group-exchange-sha256 (RFC 4419): the client says how large a group it wants, the server names one, and then it is
/// Diffie-Hellman in that group. Both are hashed, too.
/// </summary>
internal sealed class GroupExchange : KeyExchange
{
    /// <summary>The smallest group, in bits.</summary>
    public const int Smallest = 2048;

    private const int Wanted = 3072;
    private const int Largest = 8192;

    private DiffieHellmanKeyExchange? _exchange;
    private byte[] _hashed = [];

    public override HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    public override bool ValuesAreMpint => true;

    public override SshMessage InitMessage => SshMessage.GroupExchangeInit;

    public override SshMessage ReplyMessage => SshMessage.GroupExchangeReply;

    /// <summary>Whether the group is agreed on, so that the exchange itself comes next.</summary>
    public bool HasGroup => _exchange is not null;

    /// <summary>uint32 min, uint32 n, uint32 max, mpint p, mpint g.</summary>
    public override ReadOnlySpan<byte> HashedFields => _hashed;

    private DiffieHellmanKeyExchange Exchange =>
        _exchange ?? throw SharedSecret.Refuse("The values of a group exchange came before its group.");

    /// <summary>The client's first message: byte 34, uint32 min, uint32 n, uint32 max, in bits.</summary>
    public byte[] CreateRequest()
    {
        using var writer = new SshWriter(stackalloc byte[16]);
        writer.WriteByte((byte)SshMessage.GroupExchangeRequest);
        writer.WriteUInt32(Smallest);
        writer.WriteUInt32(Wanted);
        writer.WriteUInt32(Largest);
        _hashed = writer.Written[1..].ToArray();
        return writer.ToArray();
    }

    /// <summary>The server's answer to it: byte 31, mpint p, mpint g.</summary>
    public byte[] AnswerRequest(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload[1..]);
        uint min = reader.ReadUInt32();
        uint wanted = reader.ReadUInt32();
        uint max = reader.ReadUInt32();
        reader.ExpectEnd();
        ModularGroup group = Choose(min, wanted, max);
        using var writer = new SshWriter(stackalloc byte[1024]);
        writer.WriteByte((byte)SshMessage.ExchangeReply);
        writer.WriteMpint(group.Prime.Span);
        writer.WriteMpint(group.Generator.Span);
        _hashed = [.. payload[1..], .. writer.Written[1..]];
        _exchange = new DiffieHellmanKeyExchange(group, Hash);
        return writer.ToArray();
    }

    /// <summary>Takes the server's group.</summary>
    public void TakeGroup(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload[1..]);
        ReadOnlySpan<byte> prime = reader.ReadMpint();
        ReadOnlySpan<byte> generator = reader.ReadMpint();
        reader.ExpectEnd();
        int bits = prime.IsEmpty ? 0 : (prime.Length * 8) - byte.LeadingZeroCount(prime[0]);
        if (bits is < Smallest or > Largest || (prime[^1] & 1) == 0)
        {
            throw SharedSecret.Refuse($"The server's group has {bits} bits or is even; odd primes of {Smallest} to {Largest} bits are accepted.");
        }

        _hashed = [.. _hashed, .. payload[1..]];
        _exchange = new DiffieHellmanKeyExchange(ModularGroup.Of(prime, generator), Hash);
        if (!_exchange.IsInRange(generator))
        {
            throw SharedSecret.Refuse("The server's generator is not between 1 and the group's prime less 1.");
        }
    }

    public override byte[] CreateClientInit() => Exchange.CreateClientInit();

    public override (byte[] ServerValue, byte[] EncodedSecret) RespondAsServer(ReadOnlySpan<byte> clientValue) => Exchange.RespondAsServer(clientValue);

    public override byte[] FinishAsClient(ReadOnlySpan<byte> serverValue) => Exchange.FinishAsClient(serverValue);

    public override void Dispose() => _exchange?.Dispose();

    /// <summary>The smallest of the groups of RFC 3526 that is as large as wanted, or else the largest that is allowed.</summary>
    private static ModularGroup Choose(uint min, uint wanted, uint max)
    {
        ModularGroup[] fitting =
        [
            .. new[] { ModularGroup.Group14, ModularGroup.Group15, ModularGroup.Group16 }
                .OfType<ModularGroup>()
                .Where(group => group.Length * 8 >= min && group.Length * 8 <= max),
        ];
        return fitting.FirstOrDefault(group => group.Length * 8 >= wanted) ?? fitting.LastOrDefault()
            ?? throw SharedSecret.Refuse($"The client wants a group of {min} to {max} bits; there are groups of 2048, 3072 and 4096.");
    }
}

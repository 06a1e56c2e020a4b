using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMft.Ssh;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Transport;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Packets under one cipher: lengths, padding and authentication codes. Only what was sealed may ever be opened.</summary>
internal sealed class PacketTarget : FuzzTarget
{
    private const int Packets = 4;

    private readonly string? _cipher;
    private readonly string? _mac;
    private readonly List<byte[]> _payloads = [];

    /// <param name="cipher">Null: before there are keys.</param>
    public PacketTarget(string? cipher, string? mac)
    {
        (_cipher, _mac) = (cipher, mac);
        Name = $"packets-{cipher ?? "plain"}{(mac is null ? "" : "-" + mac)}";
        Seeds = [SealAll(1), SealAll(100), SealAll(5000)];
    }

    public static IEnumerable<(string? Cipher, string? Mac)> Pairs =>
    [
        (null, null),
        .. SshAlgorithms.CipherNames.SelectMany(
            cipher => SshAlgorithms.GetCipher(cipher).IsAead ? [(cipher, null)] : SshAlgorithms.MacNames.Select(mac => ((string?)cipher, (string?)mac))),
        .. LegacyAlgorithms.Ciphers.SelectMany(cipher => LegacyAlgorithms.Macs.Append("hmac-sha2-256").Select(mac => ((string?)cipher, (string?)mac))),
    ];

    public override string Name { get; }

    public override double Weight => 0.4;

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override async Task<string> RunAsync(byte[] input)
    {
        using var received = new PacketInput(new MemoryStream(input), TimeProvider.System);
        if (_cipher is not null)
        {
            received.ChangeKeys(SshAlgorithms.CreateOpener(_cipher, _mac, Bytes(SshAlgorithms.GetCipher(_cipher).IvLength), Bytes(SshAlgorithms.GetCipher(_cipher).KeyLength), MacKey()), resetSequence: true);
        }

        var count = 0;
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> opened;
                while (!received.TryReadPacket(out opened))
                {
                    await received.FillAsync(sent: 0, CancellationToken.None);
                }

                var payload = opened.ToArray();
                if (_cipher is not null && !_payloads.Exists(sealedOne => sealedOne.AsSpan().SequenceEqual(payload)))
                {
                    throw new CryptographicException($"A payload of {payload.Length} bytes was opened that nobody sealed.");
                }

                count++;
            }
        }
        catch (SshException refusal)
        {
            return $"{Math.Min(count, Packets)} {Refused(refusal)}";
        }
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];

    private byte[] MacKey() => Bytes(_mac is null ? 0 : SshAlgorithms.GetMac(_mac).KeyLength);

    private byte[] SealAll(int size)
    {
        using var sealer = _cipher is null
            ? new PlainSealer()
            : SshAlgorithms.CreateSealer(_cipher, _mac, Bytes(SshAlgorithms.GetCipher(_cipher).IvLength), Bytes(SshAlgorithms.GetCipher(_cipher).KeyLength), MacKey());
        var stream = new List<byte>();
        for (var i = 0u; i < Packets; i++)
        {
            var payload = Enumerable.Repeat((byte)(i + 1), size).ToArray();
            _payloads.Add(payload);
            var padding = 4;
            while ((payload.Length + 1 + padding + (sealer.LengthInPadding ? 4 : 0)) % sealer.BlockSize != 0 || payload.Length + 1 + padding < 12)
            {
                padding++;
            }

            var packet = new byte[4 + 1 + payload.Length + padding + sealer.TagLength];
            BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)(1 + payload.Length + padding));
            packet[4] = (byte)padding;
            payload.CopyTo(packet, 5);
            sealer.Seal(i, packet.AsSpan(0, packet.Length - sealer.TagLength), packet.AsSpan(packet.Length - sealer.TagLength));
            stream.AddRange(packet);
        }

        return [.. stream];
    }
}

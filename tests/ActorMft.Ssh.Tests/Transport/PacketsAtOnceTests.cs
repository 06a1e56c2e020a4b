using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Transport;

/// <summary>Packets that are sealed and opened many at once, where their MAC gains by it, are the same as one by one.</summary>
public sealed class PacketsAtOnceTests
{
    private const int Packets = 150;

    private static readonly byte[] _iv = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
    private static readonly byte[] _key = [.. Enumerable.Range(2, 16).Select(i => (byte)i)];
    private static readonly byte[] _macKey = [.. Enumerable.Range(3, 32).Select(i => (byte)i)];

    public static TheoryData<string, string> Pairs => new()
    {
        { "aes128-ctr", "hmac-sha2-256" },
        { "aes128-ctr", "hmac-sha2-256-etm@openssh.com" },
        { "aes128-cbc", "hmac-sha2-256" },
        { "aes128-cbc", "hmac-sha2-256-etm@openssh.com" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task All_are_what_was_sent(string cipher, string mac)
    {
        byte[][] payloads = MakePayloads();
        foreach (byte[] wire in new[] { Seal(cipher, mac, payloads), SealOneByOne(cipher, mac, payloads) })
        {
            foreach (bool mayOpenMore in new[] { true, false })
            {
                (List<byte[]> opened, string end) = await OpenAsync(cipher, mac, [.. wire], mayOpenMore);
                ShouldBeSame(opened, payloads);
                end.ShouldContain("closed the connection");
            }
        }
    }

    /// <summary>What came before is handled, and the failure is the same one.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Changed_byte_has_the_same_end_as_one_by_one(string cipher, string mac)
    {
        byte[] wire = Seal(cipher, mac, MakePayloads());
        for (int at = 1; at < wire.Length; at += wire.Length / 23)
        {
            byte[] changed = [.. wire];
            changed[at] ^= 0x40;
            (List<byte[]> expected, string expectedEnd) = await OpenAsync(cipher, mac, [.. changed], mayOpenMore: false);
            (List<byte[]> opened, string end) = await OpenAsync(cipher, mac, changed, mayOpenMore: true);
            end.ShouldBe(expectedEnd, $"byte {at}");
            ShouldBeSame(opened, expected);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Length_that_cannot_be_has_the_same_end_as_one_by_one(string cipher, string mac)
    {
        byte[][] payloads = MakePayloads();
        byte[] wire = Seal(cipher, mac, payloads);
        int at = Seal(cipher, mac, payloads[..18]).Length;
        wire[at + 1] ^= 0x80;
        (List<byte[]> expected, string expectedEnd) = await OpenAsync(cipher, mac, [.. wire], mayOpenMore: false);
        (List<byte[]> opened, string end) = await OpenAsync(cipher, mac, wire, mayOpenMore: true);
        expected.Count.ShouldBe(18);
        opened.Count.ShouldBe(18);
        end.ShouldBe(expectedEnd);
    }

    /// <summary>An honest peer can't have sent it: it changes its keys after an answer to it, and while that is on its way packets are opened one by one.</summary>
    [Fact]
    public async Task Keys_are_not_changed_while_packets_under_the_former_ones_are_left()
    {
        if (!Sha256Lanes.IsSupported)
        {
            return;
        }

        const string cipher = "aes128-ctr";
        const string mac = "hmac-sha2-256";
        using var input = new PacketInput(new MemoryStream(Seal(cipher, mac, MakePayloads())), TimeProvider.System);
        input.ChangeKeys(SshAlgorithms.CreateOpener(cipher, mac, _iv, _key, _macKey), resetSequence: true);

        // Each read is larger than the one before, until there is enough for several packets at once.
        for (int i = 0; i < 6; i++)
        {
            while (input.TryReadPacket(out _, mayOpenMore: true))
            {
            }

            await input.FillAsync(0, CancellationToken.None);
        }

        input.TryReadPacket(out _, mayOpenMore: true).ShouldBeTrue();
        Should.Throw<SshException>(() => input.ChangeKeys(SshAlgorithms.CreateOpener(cipher, mac, _iv, _key, _macKey), resetSequence: true))
            .DisconnectReason.ShouldBe(SshDisconnectReason.ProtocolError);
    }

    private static void ShouldBeSame(List<byte[]> actual, IReadOnlyList<byte[]> expected)
    {
        actual.Count.ShouldBe(expected.Count);
        for (int i = 0; i < actual.Count; i++)
        {
            actual[i].AsSpan().SequenceEqual(expected[i]).ShouldBeTrue($"packet {i}");
        }
    }

    /// <summary>Mostly equally long, so that many are there at once, and some short ones between them.</summary>
    private static byte[][] MakePayloads() =>
        [.. Enumerable.Range(0, Packets).Select(i => RandomNumberGenerator.GetBytes(i % 9 == 4 ? 17 + i : 3_000))];

    private static byte[] Seal(string cipher, string mac, byte[][] payloads)
    {
        using var packets = new SealedPackets();
        packets.ChangeKeys(SshAlgorithms.CreateSealer(cipher, mac, _iv, _key, _macKey), resetSequence: true);
        foreach (byte[] payload in payloads)
        {
            packets.Add(payload);
        }

        int length = packets.Length;
        return packets.Take()![..length];
    }

    private static byte[] SealOneByOne(string cipher, string mac, byte[][] payloads)
    {
        using PacketSealer sealer = SshAlgorithms.CreateSealer(cipher, mac, _iv, _key, _macKey);
        var wire = new MemoryStream();
        for (int i = 0; i < payloads.Length; i++)
        {
            int padding = PacketPadding.Length(payloads[i].Length, sealer.BlockSize, sealer.LengthInPadding);
            byte[] packet = new byte[5 + payloads[i].Length + padding];
            BinaryPrimitives.WriteInt32BigEndian(packet, packet.Length - 4);
            packet[4] = (byte)padding;
            payloads[i].CopyTo(packet, 5);
            byte[] tag = new byte[sealer.TagLength];
            sealer.Seal((uint)i, packet, tag);
            wire.Write(packet);
            wire.Write(tag);
        }

        return wire.ToArray();
    }

    private static async Task<(List<byte[]> Opened, string End)> OpenAsync(string cipher, string mac, byte[] wire, bool mayOpenMore)
    {
        using var input = new PacketInput(new MemoryStream(wire), TimeProvider.System) { MaxPacket = PacketInput.MaxPacketAfterLogin };
        input.ChangeKeys(SshAlgorithms.CreateOpener(cipher, mac, _iv, _key, _macKey), resetSequence: true);
        var opened = new List<byte[]>();
        try
        {
            while (true)
            {
                if (input.TryReadPacket(out ReadOnlyMemory<byte> payload, mayOpenMore))
                {
                    opened.Add(payload.ToArray());
                }
                else
                {
                    await input.FillAsync(0, CancellationToken.None);
                }
            }
        }
        catch (SshException end)
        {
            return (opened, end.Message);
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Tests.Algorithms;

public sealed class PacketProtectionTests
{
    public static TheoryData<string, string?> Pairs => Combine(
        [.. SshAlgorithms.CipherNames, .. LegacyAlgorithms.Ciphers], [.. SshAlgorithms.MacNames, .. LegacyAlgorithms.Macs]);

    /// <summary>Without the legacy ones, which nobody has to be fast with.</summary>
    public static TheoryData<string, string?> CurrentPairs => Combine(SshAlgorithms.CipherNames, SshAlgorithms.MacNames);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Packets_of_many_sizes_are_opened_as_they_were_sealed(string cipher, string? mac)
    {
        (PacketSealer sealer, PacketOpener opener) = CreatePair(cipher, mac);
        using (sealer)
        using (opener)
        {
            uint sequenceNumber = uint.MaxValue - 3;
            foreach (int payloadLength in new[] { 1, 5, 16, 100, 4096, 32_768, 262_144, 3, 2 })
            {
                byte[] clear = CreatePacket(sealer, payloadLength);
                byte[] wire = Seal(sealer, sequenceNumber, clear);
                if (payloadLength >= 16)
                {
                    wire.AsSpan(5, 16).SequenceEqual(clear.AsSpan(5, 16)).ShouldBeFalse();
                }

                Span<byte> packet = wire.AsSpan(0, clear.Length);
                opener.ReadLength(sequenceNumber, packet[..opener.HeaderLength]).ShouldBe((uint)clear.Length - 4);
                opener.TryOpen(sequenceNumber, packet, wire.AsSpan(clear.Length)).ShouldBeTrue();

                packet.SequenceEqual(clear).ShouldBeTrue();
                sequenceNumber++;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Packet_with_any_single_byte_changed_is_refused(string cipher, string? mac)
    {
        byte[] iv = new byte[16];
        byte[] key = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        byte[] macKey = new byte[64];
        int total;
        using (PacketSealer probe = CreateSealer(cipher, mac, iv, key, macKey))
        {
            total = CreatePacket(probe, 40).Length + probe.TagLength;
        }

        for (int position = 0; position < total; position++)
        {
            using PacketSealer sealer = CreateSealer(cipher, mac, iv, key, macKey);
            using PacketOpener opener = CreateOpener(cipher, mac, iv, key, macKey);
            byte[] wire = Seal(sealer, 7, CreatePacket(sealer, 40));
            wire[position] ^= 0x10;
            Span<byte> packet = wire.AsSpan(0, total - sealer.TagLength);
            opener.ReadLength(7, packet[..opener.HeaderLength]);

            opener.TryOpen(7, packet, wire.AsSpan(packet.Length)).ShouldBeFalse($"byte {position}");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Packet_sent_twice_is_refused_the_second_time(string cipher, string? mac)
    {
        (PacketSealer sealer, PacketOpener opener) = CreatePair(cipher, mac);
        using (sealer)
        using (opener)
        {
            byte[] wire = Seal(sealer, 0, CreatePacket(sealer, 40));
            byte[] again = [.. wire];
            int length = wire.Length - sealer.TagLength;
            opener.ReadLength(0, wire.AsSpan(0, opener.HeaderLength));
            opener.TryOpen(0, wire.AsSpan(0, length), wire.AsSpan(length)).ShouldBeTrue();

            opener.ReadLength(1, again.AsSpan(0, opener.HeaderLength));
            opener.TryOpen(1, again.AsSpan(0, length), again.AsSpan(length)).ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(CurrentPairs))]
    public void Sealing_and_opening_allocate_nothing(string cipher, string? mac)
    {
        (PacketSealer sealer, PacketOpener opener) = CreatePair(cipher, mac);
        using (sealer)
        using (opener)
        {
            byte[] clear = CreatePacket(sealer, 8000);
            byte[] wire = new byte[clear.Length + sealer.TagLength];
            RoundTrip(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (uint i = 1; i <= 100; i++)
            {
                RoundTrip(i);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

            void RoundTrip(uint sequenceNumber)
            {
                clear.CopyTo(wire, 0);
                Span<byte> packet = wire.AsSpan(0, clear.Length);
                Span<byte> tag = wire.AsSpan(clear.Length);
                sealer.Seal(sequenceNumber, packet, tag);
                opener.ReadLength(sequenceNumber, packet[..opener.HeaderLength]);
                if (!opener.TryOpen(sequenceNumber, packet, tag))
                {
                    throw new CryptographicException("not opened");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Content_that_is_still_elsewhere_is_sealed_as_if_it_were_in_its_place(string cipher, string? mac)
    {
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        byte[] key = RandomNumberGenerator.GetBytes(64);
        byte[] macKey = RandomNumberGenerator.GetBytes(64);
        using PacketSealer whole = CreateSealer(cipher, mac, iv, key, macKey);
        using PacketSealer gathering = CreateSealer(cipher, mac, iv, key, macKey);
        foreach ((int length, int contentAt, int contentLength) in new[] { (100, 14, 80), (32_768, 14, 32_740), (40, 5, 1), (40, 20, 0), (7, 14, 9) })
        {
            byte[] clear = CreatePacket(whole, Math.Max(length, contentAt + contentLength));
            byte[] content = clear[contentAt..(contentAt + contentLength)];
            byte[] wire = new byte[clear.Length + gathering.TagLength];
            clear.CopyTo(wire, 0);
            wire.AsSpan(contentAt, contentLength).Clear();

            gathering.Seal(3, new UnsealedPacket(wire.AsSpan(0, clear.Length), content, contentAt), wire.AsSpan(clear.Length));

            wire.ShouldBe(Seal(whole, 3, clear));
            content.ShouldBe(clear[contentAt..(contentAt + contentLength)]);
        }
    }

    [Fact]
    public void Gcm_takes_the_nonce_from_the_iv_and_counts_its_last_eight_bytes()
    {
        byte[] iv = Convert.FromHexString("a1a2a3a4ffffffffffffffff");
        byte[] key = RandomNumberGenerator.GetBytes(16);
        using PacketSealer sealer = SshAlgorithms.CreateSealer("aes128-gcm@openssh.com", mac: null, iv, key, []);
        Seal(sealer, 0, CreatePacket(sealer, 10));
        byte[] clear = CreatePacket(sealer, 10);

        byte[] wire = Seal(sealer, 1, clear);

        using AesGcm gcm = new(key, 16);
        byte[] expected = new byte[clear.Length - 4];
        byte[] tag = new byte[16];
        gcm.Encrypt(Convert.FromHexString("a1a2a3a40000000000000000"), clear.AsSpan(4), expected, tag, clear.AsSpan(0, 4));
        wire.ShouldBe([.. clear[..4], .. expected, .. tag]);
    }

    [Theory]
    [InlineData("hmac-sha2-256", false)]
    [InlineData("hmac-sha2-256-etm@openssh.com", true)]
    public void Mac_covers_the_sequence_number_and_the_packet_before_or_after_encryption(string mac, bool afterEncryption)
    {
        byte[] macKey = RandomNumberGenerator.GetBytes(32);
        using PacketSealer sealer = SshAlgorithms.CreateSealer("aes128-ctr", mac, new byte[16], new byte[16], macKey);
        byte[] clear = CreatePacket(sealer, 50);

        byte[] wire = Seal(sealer, 0x01020304, clear);

        byte[] covered = afterEncryption ? wire[..clear.Length] : clear;
        wire[clear.Length..].ShouldBe(HMACSHA256.HashData(macKey, (byte[])[1, 2, 3, 4, .. covered]));
        sealer.LengthInPadding.ShouldBe(!afterEncryption);
    }

    [Fact]
    public void Unknown_names_and_wrong_lengths_are_refused()
    {
        Should.Throw<ArgumentException>(() => SshAlgorithms.CreateSealer("blowfish-cbc", "hmac-sha2-256", new byte[16], new byte[16], new byte[32]));
        Should.Throw<ArgumentException>(() => SshAlgorithms.CreateSealer("aes128-ctr", "hmac-md5", new byte[16], new byte[16], new byte[16]));
        Should.Throw<ArgumentException>(() => SshAlgorithms.CreateSealer("aes128-ctr", mac: null, new byte[16], new byte[16], []));
        Should.Throw<ArgumentException>(() => SshAlgorithms.CreateOpener("aes256-ctr", "hmac-sha2-256", new byte[16], new byte[16], new byte[32]));
        Should.Throw<ArgumentException>(() => SshAlgorithms.CreateKeyExchange("diffie-hellman-group1-sha1"));
    }

    private static TheoryData<string, string?> Combine(IReadOnlyList<string> ciphers, IReadOnlyList<string?> macs)
    {
        TheoryData<string, string?> pairs = [];
        foreach (string cipher in ciphers)
        {
            foreach (string? mac in SshAlgorithms.GetCipher(cipher).IsAead ? [null] : macs)
            {
                pairs.Add(cipher, mac);
            }
        }

        return pairs;
    }

    internal static PacketSealer CreateSealer(string cipher, string? mac, byte[] iv, byte[] key, byte[] macKey)
    {
        CipherInfo info = SshAlgorithms.GetCipher(cipher);
        int macLength = mac is null ? 0 : SshAlgorithms.GetMac(mac).KeyLength;
        return SshAlgorithms.CreateSealer(cipher, mac, iv.AsSpan(0, info.IvLength), key.AsSpan(0, info.KeyLength), macKey.AsSpan(0, macLength));
    }

    internal static PacketOpener CreateOpener(string cipher, string? mac, byte[] iv, byte[] key, byte[] macKey)
    {
        CipherInfo info = SshAlgorithms.GetCipher(cipher);
        int macLength = mac is null ? 0 : SshAlgorithms.GetMac(mac).KeyLength;
        return SshAlgorithms.CreateOpener(cipher, mac, iv.AsSpan(0, info.IvLength), key.AsSpan(0, info.KeyLength), macKey.AsSpan(0, macLength));
    }

    /// <summary>A packet in the clear, padded as the sealer asks.</summary>
    internal static byte[] CreatePacket(PacketSealer sealer, int payloadLength)
    {
        int counted = (sealer.LengthInPadding ? 4 : 0) + 1 + payloadLength;
        int padding = sealer.BlockSize - (counted % sealer.BlockSize);
        if (padding < 4)
        {
            padding += sealer.BlockSize;
        }

        byte[] packet = RandomNumberGenerator.GetBytes(4 + 1 + payloadLength + padding);
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)packet.Length - 4);
        packet[4] = (byte)padding;
        return packet;
    }

    /// <summary>The packet as it goes over the wire, with its tag.</summary>
    internal static byte[] Seal(PacketSealer sealer, uint sequenceNumber, byte[] clear)
    {
        byte[] wire = new byte[clear.Length + sealer.TagLength];
        clear.CopyTo(wire, 0);
        sealer.Seal(sequenceNumber, wire.AsSpan(0, clear.Length), wire.AsSpan(clear.Length));
        return wire;
    }

    private static (PacketSealer Sealer, PacketOpener Opener) CreatePair(string cipher, string? mac)
    {
        byte[] iv = RandomNumberGenerator.GetBytes(16);
        byte[] key = RandomNumberGenerator.GetBytes(64);
        byte[] macKey = RandomNumberGenerator.GetBytes(64);
        return (CreateSealer(cipher, mac, iv, key, macKey), CreateOpener(cipher, mac, iv, key, macKey));
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Tests.Algorithms;

/// <summary>On a processor without AVX-512 there is nothing to test: libcrypto is used alone.</summary>
public sealed class HmacSha256LanesTests
{
    private static readonly byte[] _key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void Every_length_around_the_blocks_has_the_librarys_tag()
    {
        for (int first = 1; first < 400; first += Sha256Lanes.Count)
        {
            Check([.. Enumerable.Range(first, Sha256Lanes.Count)]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(16)]
    public void Any_number_of_packets_has_the_librarys_tags(int count) => Check([.. Enumerable.Repeat(32_784, count)]);

    [Fact]
    public void Short_ones_among_long_ones_have_the_librarys_tags() => Check([32_784, 16, 32_784, 32, 48, 60, 61, 10_000, 124, 125, 32_768, 188, 59, 1, 262_160, 119]);

    private static void Check(int[] lengths)
    {
        if (!Sha256Lanes.IsSupported)
        {
            return;
        }

        const uint first = uint.MaxValue - 2;
        byte[] buffer = RandomNumberGenerator.GetBytes(lengths.Sum() + lengths.Length);
        var packets = new PacketPlace[lengths.Length];
        int at = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            packets[i] = new PacketPlace(at, lengths[i]);
            at += lengths[i] + 1;
        }

        using var lanes = new HmacSha256Lanes(_key);
        byte[] tags = new byte[lengths.Length * HmacSha256Lanes.TagLength];

        lanes.Compute(first, buffer, packets, tags);

        for (int i = 0; i < lengths.Length; i++)
        {
            byte[] number = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(number, unchecked(first + (uint)i));
            byte[] expected = HMACSHA256.HashData(_key, (byte[])[.. number, .. buffer.AsSpan(packets[i].Start, packets[i].Length)]);
            tags.AsSpan(i * HmacSha256Lanes.TagLength, HmacSha256Lanes.TagLength).SequenceEqual(expected).ShouldBeTrue($"packet {i} of {lengths[i]} bytes");
        }
    }
}

using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Tests.Algorithms;

public sealed class AesCounterStreamTests
{
    private const string Counter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

    private const string Plain =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    private static readonly Maker[] s_makers =
    [
        static (key, iv) => new AesCounterStream(key, iv),
        static (key, iv) => new LibCryptoCounterStream(key, iv),
    ];

    // NIST SP 800-38A, F.5.1, F.5.3 and F.5.5.
    [Theory]
    [InlineData(
        "2b7e151628aed2a6abf7158809cf4f3c",
        "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee")]
    [InlineData(
        "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
        "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e941e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050")]
    [InlineData(
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6")]
    public void Transform_of_the_published_text_gives_the_published_result(string key, string expected)
    {
        foreach (Maker make in s_makers)
        {
            using CounterStream stream = make(Convert.FromHexString(key), Convert.FromHexString(Counter));
            byte[] data = Convert.FromHexString(Plain);

            stream.Transform(data);

            Convert.ToHexStringLower(data).ShouldBe(expected);
        }
    }

    [Fact]
    public void Stream_of_libcrypto_is_that_of_the_base_class_library_in_any_pieces()
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        byte[] nearTheEnd = [.. Enumerable.Repeat((byte)0xFF, 15), 0x80];
        byte[] whole = new byte[50_000];
        byte[] pieces = new byte[50_000];
        using CounterStream one = s_makers[0](key, nearTheEnd);
        using CounterStream other = s_makers[1](key, nearTheEnd);

        one.Transform(whole);
        for (int position = 0, length = 1; position < pieces.Length; position += length, length = (length * 7 % 9001) + 1)
        {
            other.Transform(pieces.AsSpan(position, Math.Min(length, pieces.Length - position)));
        }

        pieces.ShouldBe(whole);
    }

    [Fact]
    public void Transform_in_pieces_gives_the_same_stream_as_at_once()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        byte[] whole = new byte[50_000];
        byte[] pieces = new byte[50_000];
        using AesCounterStream one = new(key, new byte[16]);
        using AesCounterStream other = new(key, new byte[16]);

        one.Transform(whole);
        for (int position = 0, length = 1; position < pieces.Length; position += length, length = (length * 7 % 9001) + 1)
        {
            other.Transform(pieces.AsSpan(position, Math.Min(length, pieces.Length - position)));
        }

        pieces.ShouldBe(whole);
    }

    [Fact]
    public void Transform_past_the_counters_end_carries_into_every_byte_and_starts_over()
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        byte[] last = Enumerable.Repeat((byte)0xFF, 16).ToArray();
        using AesCounterStream stream = new(key, last);
        using AesCounterStream fromZero = new(key, new byte[16]);
        byte[] two = new byte[32];
        byte[] first = new byte[16];

        stream.Transform(two);
        fromZero.Transform(first);

        two[16..].ShouldBe(first);
    }

    private delegate CounterStream Maker(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv);
}

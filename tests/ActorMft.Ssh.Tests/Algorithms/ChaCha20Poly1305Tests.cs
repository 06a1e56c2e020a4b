using System.Numerics;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Tests.Algorithms;

public sealed class ChaCha20Poly1305Tests
{
    // RFC 8439, A.1, test vectors 1 and 2: the first two blocks of the stream of a zero key with a zero nonce.
    private const string Block0 =
        "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586";

    private const string Block1 =
        "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f";

    [Fact]
    public void Sealed_packet_is_made_of_the_published_streams_and_a_poly1305_over_them()
    {
        using PacketSealer sealer = SshAlgorithms.CreateSealer("chacha20-poly1305@openssh.com", mac: null, [], new byte[64], []);
        byte[] packet = new byte[4 + 64];
        byte[] tag = new byte[16];

        sealer.Seal(0, packet, tag);

        Convert.ToHexStringLower(packet).ShouldBe(Block0[..8] + Block1);
        tag.ShouldBe(Poly1305(Convert.FromHexString(Block0).AsSpan(0, 32), packet));
    }

    [Fact]
    public void Reference_in_these_tests_gives_the_published_tag()
    {
        // RFC 8439, 2.5.2.
        byte[] key = Convert.FromHexString("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");

        Convert.ToHexStringLower(Poly1305(key, "Cryptographic Forum Research Group"u8)).ShouldBe("a8061dc1305136c6c22b8baf0c0127a9");
    }

    /// <summary>RFC 8439, 2.5, literally.</summary>
    private static byte[] Poly1305(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        BigInteger prime = BigInteger.Pow(2, 130) - 5;
        BigInteger clamp = BigInteger.Parse("00ffffffc0ffffffc0ffffffc0fffffff", System.Globalization.NumberStyles.HexNumber, provider: null);
        BigInteger r = new BigInteger(key[..16], isUnsigned: true) & clamp;
        BigInteger sum = 0;
        for (int i = 0; i < message.Length; i += 16)
        {
            byte[] block = [.. message.Slice(i, Math.Min(16, message.Length - i)), 1];
            sum = (sum + new BigInteger(block, isUnsigned: true)) * r % prime;
        }

        sum += new BigInteger(key[16..32], isUnsigned: true);
        byte[] bytes = sum.ToByteArray(isUnsigned: true);
        Array.Resize(ref bytes, 16);
        return bytes;
    }
}

using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Native;

namespace ActorMft.Ssh.Tests.Algorithms;

/// <summary>Both implementations are the same cipher: what one seals the other opens.</summary>
public sealed class GcmCipherTests
{
    public static TheoryData<int, bool> Keys => new()
    {
        { 16, true },
        { 16, false },
        { 32, true },
        { 32, false },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Packet_that_one_implementation_seals_is_opened_by_the_other(int keyLength, bool isSealedByLibCrypto)
    {
        byte[] key = RandomNumberGenerator.GetBytes(keyLength);
        using GcmCipher sealing = Create(key, isSealedByLibCrypto, isSealing: true);
        using GcmCipher opening = Create(key, !isSealedByLibCrypto, isSealing: false);
        foreach (int length in new[] { 20, 36, 4 + 32_784 })
        {
            byte[] nonce = RandomNumberGenerator.GetBytes(GcmNonce.Length);
            byte[] clear = RandomNumberGenerator.GetBytes(length);
            byte[] packet = [.. clear];
            byte[] tag = new byte[GcmCipher.TagLength];

            sealing.Seal(nonce, new UnsealedPacket(packet, default, packet.Length), tag);

            packet[..4].ShouldBe(clear[..4]);
            packet[4..].ShouldNotBe(clear[4..]);
            opening.TryOpen(nonce, packet, tag).ShouldBeTrue();
            packet.ShouldBe(clear);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packet_after_one_that_was_refused_is_opened(bool isLibCrypto)
    {
        byte[] key = RandomNumberGenerator.GetBytes(16);
        byte[] nonce = RandomNumberGenerator.GetBytes(GcmNonce.Length);
        byte[] packet = new byte[52];
        byte[] tag = new byte[GcmCipher.TagLength];
        using GcmCipher sealing = Create(key, isLibCrypto, isSealing: true);
        using GcmCipher opening = Create(key, isLibCrypto, isSealing: false);
        sealing.Seal(nonce, new UnsealedPacket(packet, default, packet.Length), tag);
        byte[] wrong = [.. tag];
        wrong[^1] ^= 1;

        opening.TryOpen(nonce, [.. packet], wrong).ShouldBeFalse();

        opening.TryOpen(nonce, packet, tag).ShouldBeTrue();
        packet.ShouldBe(new byte[52]);
    }

    private static GcmCipher Create(byte[] key, bool isLibCrypto, bool isSealing) =>
        isLibCrypto ? new LibCryptoGcmCipher(key, isSealing) : new AesGcmCipher(key);
}

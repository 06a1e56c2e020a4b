using System.Numerics;
using System.Security.Cryptography;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Native;
using ActorMft.Ssh.Tests.Support;

namespace ActorMft.Ssh.Tests.Algorithms;

public sealed class KeyExchangeTests
{
    public static TheoryData<string> Names => [.. SshAlgorithms.KeyExchangeNames];

    [Fact]
    public void Names_on_this_machine_are_all_of_them_in_order()
    {
        SshAlgorithms.KeyExchangeNames.ShouldBe([
            .. MLKem.IsSupported ? ["mlkem768x25519-sha256"] : Array.Empty<string>(),
            "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
            "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha256"]);
        SshAlgorithms.CipherNames.ShouldBe([
            "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr"]);
        SshAlgorithms.MacNames.ShouldBe([
            "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"]);
        SshAlgorithms.HostKeySignatureNames[0].ShouldBe("ssh-ed25519");
        SshAlgorithms.HostKeySignatureNames.ShouldNotContain("ssh-rsa");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_sides_agree_on_a_secret_that_is_new_each_time(string name)
    {
        HashSet<string> secrets = [];
        for (int i = 0; i < 3; i++)
        {
            using KeyExchange client = SshAlgorithms.CreateKeyExchange(name);
            using KeyExchange server = SshAlgorithms.CreateKeyExchange(name);

            (byte[] serverValue, byte[] serverSecret) = server.RespondAsServer(client.CreateClientInit());
            byte[] clientSecret = client.FinishAsClient(serverValue);

            clientSecret.ShouldBe(serverSecret);
            secrets.Add(Convert.ToHexString(clientSecret)).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_that_is_empty_or_too_long_or_noise_is_refused(string name)
    {
        byte[] good;
        using (KeyExchange client = SshAlgorithms.CreateKeyExchange(name))
        {
            good = client.CreateClientInit();
        }

        Refuses(name, []);
        Refuses(name, [.. good, 0, 0]);
        Refuses(name, new byte[good.Length]);
        Refuses(name, new byte[10_000]);
    }

    [MlKemFact]
    public void Hybrid_value_with_a_bad_half_is_refused()
    {
        byte[] good;
        using (KeyExchange client = SshAlgorithms.CreateKeyExchange("mlkem768x25519-sha256"))
        {
            good = client.CreateClientInit();
        }

        // Coefficients of 4095 are above the modulus of 3329 (FIPS 203, section 7.2).
        byte[] badKem = [.. Enumerable.Repeat((byte)0xFF, 384), .. good[384..]];
        byte[] badCurve = [.. good[..^32], .. new byte[32]];
        foreach (byte[] bad in new[] { badKem, badCurve })
        {
            using KeyExchange server = SshAlgorithms.CreateKeyExchange("mlkem768x25519-sha256");
            Should.Throw<SshException>(() => server.RespondAsServer(bad)).DisconnectReason.ShouldBe(SshDisconnectReason.KeyExchangeFailed);
        }
    }

    [MlKemFact]
    public void Hybrid_secret_is_a_string_of_the_hashs_length()
    {
        using KeyExchange client = SshAlgorithms.CreateKeyExchange("mlkem768x25519-sha256");
        using KeyExchange server = SshAlgorithms.CreateKeyExchange("mlkem768x25519-sha256");
        (_, byte[] secret) = server.RespondAsServer(client.CreateClientInit());
        secret.Length.ShouldBe(36);
        secret[..4].ShouldBe([0, 0, 0, 32]);
    }

    // Points whose multiple is always zero (RFC 7748 section 6.1 asks for the check).
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void Curve25519_value_of_small_order_is_refused(string value) => Refuses("curve25519-sha256", Convert.FromHexString(value));

    [Fact]
    public void Curve25519_agrees_as_published()
    {
        // RFC 7748, 6.1.
        using EvpKeyHandle alice = X25519.ImportPrivateKey(Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        byte[] bob = Convert.FromHexString("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        byte[] secret = new byte[32];

        X25519.TryAgree(alice, bob, secret).ShouldBeTrue();

        Convert.ToHexStringLower(X25519.ExportPublicKey(alice)).ShouldBe("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        Convert.ToHexStringLower(secret).ShouldBe("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    }

    [Theory]
    [InlineData("ecdh-sha2-nistp256")]
    [InlineData("ecdh-sha2-nistp384")]
    [InlineData("ecdh-sha2-nistp521")]
    public void Ecdh_point_off_the_curve_or_compressed_is_refused(string name)
    {
        byte[] point;
        using (KeyExchange client = SshAlgorithms.CreateKeyExchange(name))
        {
            point = client.CreateClientInit();
        }

        byte[] offTheCurve = [.. point];
        offTheCurve[^1] ^= 1;
        Refuses(name, offTheCurve);
        Refuses(name, [(byte)(2 + (point[^1] & 1)), .. point[1..((point.Length / 2) + 1)]]);
        Refuses(name, [6, .. point[1..]]);
        Refuses(name, [0]);
    }

    [Theory]
    [InlineData("diffie-hellman-group14-sha256", 2048, 1918, 124476)]
    [InlineData("diffie-hellman-group16-sha512", 4096, 3966, 240904)]
    public void Diffie_hellman_takes_values_between_the_ends_only(string name, int bits, int piBits, int added)
    {
        BigInteger prime = Rfc3526Prime(bits, piBits, added);

        Refuses(name, []);
        Refuses(name, [0]);
        Refuses(name, [1]);
        Refuses(name, Mpint(prime - 1));
        Refuses(name, Mpint(prime));
        Refuses(name, Mpint(prime + 1));
        Refuses(name, Mpint(-2));
        Accepts(name, [2]);
        Accepts(name, Mpint(prime - 2));
    }

    [Fact]
    public void Group_raises_as_plain_arithmetic_does()
    {
        ModularGroup group = ModularGroup.Group14.ShouldNotBeNull();
        BigInteger prime = Rfc3526Prime(2048, 1918, 124476);
        byte[] exponent = RandomNumberGenerator.GetBytes(ModularGroup.SecretLength);
        byte[] number = RandomNumberGenerator.GetBytes(200);

        byte[] power = group.Power(number, exponent);

        Unsigned(group.Prime.Span).ShouldBe(prime);
        power.Length.ShouldBe(256);
        Unsigned(power).ShouldBe(BigInteger.ModPow(Unsigned(number), Unsigned(exponent), prime));
    }

    [Fact]
    public void Derivation_hashes_as_written_and_extends_itself()
    {
        byte[] secret = [0, 0, 0, 1, 5];
        byte[] exchangeHash = RandomNumberGenerator.GetBytes(32);
        byte[] sessionId = RandomNumberGenerator.GetBytes(32);
        byte[] key = new byte[80];

        KeyDerivation.Derive(HashAlgorithmName.SHA256, secret, exchangeHash, 'C', sessionId, key);

        byte[] first = SHA256.HashData([.. secret, .. exchangeHash, (byte)'C', .. sessionId]);
        byte[] second = SHA256.HashData([.. secret, .. exchangeHash, .. first]);
        byte[] third = SHA256.HashData([.. secret, .. exchangeHash, .. first, .. second]);
        key.ShouldBe([.. first, .. second, .. third[..16]]);
    }

    private static void Refuses(string name, byte[] value)
    {
        using KeyExchange server = SshAlgorithms.CreateKeyExchange(name);
        using KeyExchange client = SshAlgorithms.CreateKeyExchange(name);
        client.CreateClientInit();

        Should.Throw<SshException>(() => server.RespondAsServer(value)).DisconnectReason.ShouldBe(SshDisconnectReason.KeyExchangeFailed);
        Should.Throw<SshException>(() => client.FinishAsClient(value)).DisconnectReason.ShouldBe(SshDisconnectReason.KeyExchangeFailed);
    }

    private static void Accepts(string name, byte[] value)
    {
        using KeyExchange server = SshAlgorithms.CreateKeyExchange(name);
        server.RespondAsServer(value).EncodedSecret.Length.ShouldBeGreaterThan(5);
    }

    private static byte[] Mpint(BigInteger value) => value.ToByteArray(isBigEndian: true);

    private static BigInteger Unsigned(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    /// <summary>2^bits - 2^(bits-64) - 1 + 2^64 (floor(2^piBits pi) + added), as RFC 3526 defines its primes.</summary>
    private static BigInteger Rfc3526Prime(int bits, int piBits, int added)
    {
        const int Guard = 64;
        BigInteger one = BigInteger.One << (piBits + Guard);
        BigInteger pi = (16 * ArcTangent(5)) - (4 * ArcTangent(239));
        return (BigInteger.One << bits) - (BigInteger.One << (bits - 64)) - 1 + (((pi >> Guard) + added) << 64);

        BigInteger ArcTangent(int x)
        {
            BigInteger sum = 0;
            BigInteger power = one / x;
            for (int n = 1; !power.IsZero; n += 2)
            {
                sum += power / n;
                power /= -(x * x);
            }

            return sum;
        }
    }
}

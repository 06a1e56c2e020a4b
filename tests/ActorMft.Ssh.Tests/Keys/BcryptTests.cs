using ActorMft.Ssh.Keys.Bcrypt;

namespace ActorMft.Ssh.Tests.Keys;

public sealed class BcryptTests
{
    // Two of Schneier's published vectors.
    [Theory]
    [InlineData("0000000000000000", "0000000000000000", "4ef997456198dd78")]
    [InlineData("ffffffffffffffff", "ffffffffffffffff", "51866fd5b85ecb8a")]
    [InlineData("0123456789abcdef", "1111111111111111", "61f9c3802281b096")]
    public void Blowfish_encrypts_as_published(string key, string plain, string expected)
    {
        Blowfish blowfish = new();
        blowfish.Expand(Convert.FromHexString(key), []);
        uint left = Convert.ToUInt32(plain[..8], 16);
        uint right = Convert.ToUInt32(plain[8..], 16);

        blowfish.Encrypt(ref left, ref right);

        $"{left:x8}{right:x8}".ShouldBe(expected);
    }

    [Fact]
    public void Derivation_gives_the_published_key()
    {
        byte[] key = new byte[32];

        BcryptKeyDerivation.Derive("password", "salt"u8, 4, key);

        Convert.ToHexStringLower(key).ShouldBe("5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9");
    }
}

using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Tests.Keys;

/// <summary>Keys made and encrypted by the openssl program.</summary>
public sealed class OpensslKeyTests : IDisposable
{
    private const string Passphrase = "correct horse – Batterie";

    private readonly SshKeygen _keygen = new();

    public void Dispose() => _keygen.Dispose();

    [Theory]
    [InlineData("ED25519", "-v2 aes-256-cbc")]
    [InlineData("ED25519", "-v2 aes-128-cbc -v2prf hmacWithSHA512 -iter 100000")]
    [InlineData("EC -pkeyopt ec_paramgen_curve:P-384", "-v2 des3 -v2prf hmacWithSHA1")]
    [InlineData("RSA -pkeyopt rsa_keygen_bits:2048", "-v2 aes-192-cbc -v2prf hmacWithSHA384")]
    public void Encrypted_pkcs8_key_is_read_with_its_passphrase_only(string type, string encryption)
    {
        Generate(type);
        Openssl(["pkcs8", "-topk8", "-in", "key", "-out", "encrypted", "-passout", $"pass:{Passphrase}", .. encryption.Split(' ')]);
        string text = _keygen.Read("encrypted");
        using SshPrivateKey plain = SshPrivateKey.Parse(_keygen.Read("key"));

        using SshPrivateKey key = SshPrivateKey.Parse(text, Passphrase);

        key.PublicKey.ShouldBe(plain.PublicKey);
        ShouldBeBad(text, "another", "encrypted PKCS#8", "passphrase is wrong");
        ShouldBeBad(text, null, "encrypted PKCS#8", "needs its passphrase");
    }

    [Theory]
    [InlineData("-scrypt", "scrypt")]
    [InlineData("-v1 PBE-SHA1-3DES", "in an old way")]
    [InlineData("-v2 camellia-256-cbc", "cipher")]
    public void Key_encrypted_in_a_way_that_is_not_read_is_refused_with_the_way_out(string encryption, string says)
    {
        Generate("ED25519");
        Openssl(["pkcs8", "-topk8", "-in", "key", "-out", "encrypted", "-passout", $"pass:{Passphrase}", .. encryption.Split(' ')]);

        ShouldBeBad(_keygen.Read("encrypted"), Passphrase, says, "openssl pkcs8 -topk8 -v2 aes-256-cbc");
    }

    [Theory]
    [InlineData("aes128")]
    [InlineData("aes192")]
    [InlineData("aes256")]
    [InlineData("des3")]
    public void Old_encrypted_key_is_read_with_its_passphrase_only(string cipher)
    {
        Generate("RSA -pkeyopt rsa_keygen_bits:2048");
        Openssl(["rsa", "-in", "key", "-traditional", "-" + cipher, "-out", "encrypted", "-passout", $"pass:{Passphrase}"]);
        string text = _keygen.Read("encrypted");
        text.ShouldContain("DEK-Info");
        using SshPrivateKey plain = SshPrivateKey.Parse(_keygen.Read("key"));

        using SshPrivateKey key = SshPrivateKey.Parse(text, Passphrase);

        key.PublicKey.ShouldBe(plain.PublicKey);
        ShouldBeBad(text, "another", "PKCS#1", "passphrase is wrong");
        ShouldBeBad(text, null, "PKCS#1", "needs its passphrase");
    }

    [Fact]
    public void Key_behind_its_curves_parameters_is_found()
    {
        Openssl(["ecparam", "-name", "prime256v1", "-genkey", "-out", "key"]);
        _keygen.Read("key").ShouldStartWith("-----BEGIN EC PARAMETERS-----");

        using SshPrivateKey key = SshPrivateKey.Parse(_keygen.Read("key"));

        key.PublicKey.KeyType.ShouldBe("ecdsa-sha2-nistp256");
    }

    [Theory]
    [InlineData("-traditional", "DSA PRIVATE KEY")]
    [InlineData("", "1.2.840.10040.4.1")]
    public void Dsa_key_is_refused_with_what_to_use(string form, string says)
    {
        Openssl(["dsaparam", "-genkey", "-noout", "-out", "dsa", "1024"]);
        Openssl(["pkey", "-in", "dsa", "-out", "key", .. form.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        ShouldBeBad(_keygen.Read("key"), null, says, "Ed25519, ECDSA or RSA");
    }

    private void Generate(string type) => Openssl(["genpkey", "-algorithm", .. type.Split(' '), "-out", "key"]);

    private void Openssl(string[] arguments) => _keygen.RunOther("openssl", arguments);

    private static void ShouldBeBad(string text, string? passphrase, params string[] says)
    {
        SshException e = Should.Throw<SshException>(() => SshPrivateKey.Parse(text, passphrase));
        e.Reason.ShouldBe(SshFailure.BadKey);
        says.ShouldAllBe(part => e.Message.Contains(part, StringComparison.Ordinal), e.Message);
    }
}

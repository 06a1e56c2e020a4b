using System.Security.Cryptography;
using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Tests.Keys;

/// <summary>Keys in the forms that only PuTTY's puttygen writes.</summary>
public sealed class PuttygenTests : IDisposable
{
    private const string Passphrase = "correct horse – Batterie";

    private readonly SshKeygen _keygen = new();

    public static TheoryData<string, string> Kinds => new()
    {
        { "ed25519", "" },
        { "ecdsa", "256" },
        { "ecdsa", "384" },
        { "ecdsa", "521" },
        { "rsa", "2048" },
    };

    public void Dispose() => _keygen.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ppk_of_version_3_and_2_is_read_with_its_passphrase_only(string type, string bits)
    {
        Generate(type, bits);
        foreach (string parameters in (string[])["version=3,passes=2", "version=2"])
        {
            string plain = Convert("private", "", parameters);
            string encrypted = Convert("private", Passphrase, parameters);

            ShouldBeTheKey(plain, passphrase: null);
            ShouldBeTheKey(plain.ReplaceLineEndings("\r\n"), passphrase: null);
            ShouldBeTheKey(encrypted, Passphrase);
            ShouldBeBad(() => SshPrivateKey.Parse(encrypted, "another"), "PuTTY's form", parameters[..9].Replace('=', ' '), "passphrase is wrong");
            ShouldBeBad(() => SshPrivateKey.Parse(encrypted), "PuTTY's form", "needs its passphrase");
        }
    }

    [Theory]
    [InlineData("kdf=argon2i,passes=1,parallelism=2")]
    [InlineData("kdf=argon2d,memory=64,passes=3")]
    [InlineData("kdf=argon2id")]
    public void Each_way_in_which_puttygen_checks_a_passphrase_is_followed(string parameters)
    {
        Generate("ed25519", "");

        ShouldBeTheKey(Convert("private", Passphrase, parameters), Passphrase);
    }

    [Fact]
    public void Ssh_com_key_is_read_with_its_passphrase_only()
    {
        Generate("rsa", "2048");
        string plain = Convert("private-sshcom", "");
        string encrypted = Convert("private-sshcom", Passphrase);

        ShouldBeTheKey(plain, passphrase: null);
        ShouldBeTheKey(encrypted, Passphrase);
        ShouldBeTheKey(encrypted.Replace("Comment: ", "Subject: some\\\nbody\nComment: ", StringComparison.Ordinal), Passphrase);
        ShouldBeBad(() => SshPrivateKey.Parse(encrypted, "another"), "SSH.com's form", "passphrase is wrong");
        ShouldBeBad(() => SshPrivateKey.Parse(encrypted), "SSH.com's form", "needs its passphrase");
    }

    [Fact]
    public void Pem_key_of_puttygen_with_3des_is_read()
    {
        Generate("rsa", "2048");
        string text = Convert("private-openssh", Passphrase);
        text.ShouldContain("DEK-Info: DES-EDE3-CBC");

        ShouldBeTheKey(text, Passphrase);
        ShouldBeBad(() => SshPrivateKey.Parse(text, "another"), "PKCS#1", "passphrase is wrong");
    }

    [Fact]
    public void Pem_key_of_puttygen_whose_scalar_has_a_sign_byte_or_lost_its_leading_zeros_is_read()
    {
        HashSet<int> lengths = [];
        for (int i = 0; i < 24 && lengths.Count < 2; i++)
        {
            File.Delete(_keygen.PathOf("key"));
            Generate("ecdsa", "256");
            string text = Convert("private-openssh", "");
            lengths.Add(System.Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data])[6]);

            ShouldBeTheKey(text, passphrase: null);
        }

        lengths.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Every_changed_byte_of_a_ppk_is_noticed()
    {
        Generate("ed25519", "");
        string text = Convert("private", "");
        for (int i = text.IndexOf("Public-Lines", StringComparison.Ordinal); i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                string changed = $"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}";
                if (!changed.Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    Should.Throw<SshException>(() => SshPrivateKey.Parse(changed), $"character {i}").Reason.ShouldBe(SshFailure.BadKey);
                }
            }
        }
    }

    [Fact]
    public void Rfc_4716_public_key_is_the_one_that_puttygen_writes()
    {
        Generate("rsa", "2048");
        _keygen.RunOther("puttygen", "key", "-O", "public", "-o", "key.rfc4716");

        string ours = SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")).ToRfc4716("a key");

        ours.ShouldBe(_keygen.Read("key.rfc4716"));
        _keygen.Write("ours", ours);
        _keygen.Run("-i", "-m", "RFC4716", "-f", "ours").Trim().ShouldBe(SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")).ToOpenSsh());
    }

    private void Generate(string type, string bits)
    {
        string[] size = bits.Length > 0 ? ["-b", bits] : [];
        _keygen.Run(["-q", "-t", type, .. size, "-f", "key", "-N", "", "-C", "a key"]);
        _keygen.Write("none", "");
    }

    private string Convert(string form, string passphrase, string parameters = "")
    {
        _keygen.Write("passphrase", passphrase);
        string[] more = parameters.Length > 0 ? ["--ppk-param", parameters] : [];
        _keygen.RunOther("puttygen", ["key", "-O", form, "-o", "converted", "--new-passphrase", "passphrase", .. more]);
        return _keygen.Read("converted");
    }

    private void ShouldBeTheKey(string text, string? passphrase)
    {
        using SshPrivateKey key = SshPrivateKey.Parse(text, passphrase);
        key.PublicKey.ShouldBe(SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")));
    }

    private static void ShouldBeBad(Action action, params string[] says)
    {
        SshException e = Should.Throw<SshException>(action);
        e.Reason.ShouldBe(SshFailure.BadKey);
        says.ShouldAllBe(part => e.Message.Contains(part, StringComparison.Ordinal), e.Message);
    }
}

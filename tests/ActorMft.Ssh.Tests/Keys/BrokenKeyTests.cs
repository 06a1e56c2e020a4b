using ActorMft.Ssh.Keys;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Ssh.Tests.Keys;

/// <summary>What people give by mistake, and what a copy through a mail or a form makes of a key.</summary>
public sealed class BrokenKeyTests : IDisposable
{
    private readonly SshKeygen _keygen = new();

    public void Dispose() => _keygen.Dispose();

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \n", "empty")]
    [InlineData("secret", "none of the forms")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl", "public key in OpenSSH's form")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----", "public key in SSH2 form")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "'PUBLIC KEY', which is no private key")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "'CERTIFICATE', which is no private key")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA", "cut short")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\n....\n-----END RSA PRIVATE KEY-----", "damaged")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "PKCS#1) and damaged")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: DES-CBC,0011223344556677\n\nAAAA\n-----END RSA PRIVATE KEY-----", "'DES-CBC'")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC\n\nAAAA\n-----END RSA PRIVATE KEY-----", "DEK-Info")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "OpenSSH's form and damaged")]
    [InlineData("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA", "is missing")]
    [InlineData("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----", "SSH.com's form and damaged")]
    [InlineData("PuTTY-User-Key-File-1: ssh-rsa\nEncryption: none", "version other than 2 and 3")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\nComment: x", "'Encryption: ...' is missing")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: x\nPublic-Lines: 7\nAAAA", "announces 7 lines, and 1 follow")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: x\nPublic-Lines: many", "no number")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\nEncryption: rot13\nComment: x", "'rot13'")]
    public void Text_that_is_no_readable_private_key_is_refused_in_words(string text, string says)
    {
        SshException e = Should.Throw<SshException>(() => SshPrivateKey.Parse(text, "passphrase"));
        e.Reason.ShouldBe(SshFailure.BadKey);
        e.Message.ShouldContain(says);
        e.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void Ppk_that_asks_for_endless_work_is_refused_with_the_limits()
    {
        string text = Ppk("ed25519", "x");
        string memory = text.Replace("Argon2-Memory: 8192", "Argon2-Memory: 2000000000", StringComparison.Ordinal);
        string passes = text.Replace("Argon2-Passes: 1", "Argon2-Passes: 2000000000", StringComparison.Ordinal);
        string threads = text.Replace("Argon2-Parallelism: 1", "Argon2-Parallelism: 20000", StringComparison.Ordinal);
        foreach (string changed in (string[])[memory, passes, threads])
        {
            changed.ShouldNotBe(text);
            Should.Throw<SshException>(() => SshPrivateKey.Parse(changed, "x")).Message.ShouldContain("at most");
        }
    }

    [Theory]
    [InlineData("ed25519", "private")]
    [InlineData("rsa", "private-sshcom")]
    [InlineData("rsa", "private-openssh")]
    [InlineData("ed25519", "pkcs8")]
    public void Damaged_keys_give_nothing_but_the_refusal(string type, string form)
    {
        string text = form == "pkcs8" ? EncryptedPkcs8() : Ppk(type, "x", form, "memory=64,passes=1");
        Arbitrary<(int Position, char Value, int Cut)> damage =
            (from position in Gen.Choose(0, text.Length - 1)
             from value in Gen.Elements('A', 'z', '0', '\n', ':', '\u00e9', '\0')
             from cut in Gen.Choose(0, 10)
             select (position, value, cut)).ToArbitrary();

        Prop.ForAll(damage, d =>
        {
            string damaged = text[..d.Position] + d.Value + (d.Cut == 0 ? "" : text[(d.Position + 1)..]);
            try
            {
                SshPrivateKey.Parse(damaged, "x").Dispose();
            }
            catch (SshException e)
            {
                e.Reason.ShouldBe(SshFailure.BadKey, damaged);
            }
        }).QuickCheckThrowOnFailure();
    }

    private string Ppk(string type, string passphrase, string form = "private", string parameters = "passes=1")
    {
        string[] size = type == "rsa" ? ["-b", "2048"] : [];
        _keygen.Run(["-q", "-t", type, .. size, "-f", "key", "-N", ""]);
        _keygen.Write("passphrase", passphrase);
        _keygen.RunOther("puttygen", "key", "-O", form, "-o", "converted", "--new-passphrase", "passphrase", "--ppk-param", parameters);
        return _keygen.Read("converted");
    }

    private string EncryptedPkcs8()
    {
        _keygen.RunOther("openssl", "genpkey", "-algorithm", "ED25519", "-aes256", "-pass", "pass:x", "-out", "key");
        return _keygen.Read("key");
    }
}

using System.Security.Cryptography;
using System.Text;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Keys;

/// <summary>Everything crossed with the real ssh-keygen.</summary>
public sealed class SshKeygenTests : IDisposable
{
    private const string Passphrase = "correct horse – Batterie";

    private readonly SshKeygen _keygen = new();

    public static TheoryData<SshKeyType> KeyTypes => [.. Enum.GetValues<SshKeyType>()];

    public static TheoryData<string, string> GeneratedKinds => new()
    {
        { "ed25519", "" },
        { "ecdsa", "256" },
        { "ecdsa", "384" },
        { "ecdsa", "521" },
        { "rsa", "2048" },
        { "rsa", "3072" },
    };

    public void Dispose() => _keygen.Dispose();

    [Theory]
    [MemberData(nameof(GeneratedKinds))]
    public void Key_made_by_ssh_keygen_is_read_with_the_same_public_half_and_fingerprint(string type, string bits)
    {
        Generate(type, bits, "key", "");

        using SshPrivateKey key = SshPrivateKey.Parse(_keygen.Read("key"));

        SshPublicKey expected = SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub"), out string comment);
        key.PublicKey.ShouldBe(expected);
        comment.ShouldBe("somebody@somewhere with spaces");
        _keygen.Read("key.pub").Trim().ShouldBe(expected.ToOpenSsh(comment));
        _keygen.Run("-l", "-f", "key.pub").Split(' ')[1].ShouldBe(expected.Fingerprint);
    }

    [Theory]
    [InlineData("aes256-ctr")]
    [InlineData("aes128-ctr")]
    [InlineData("aes192-ctr")]
    [InlineData("aes256-cbc")]
    [InlineData("aes128-gcm@openssh.com")]
    [InlineData("aes256-gcm@openssh.com")]
    public void Encrypted_key_made_by_ssh_keygen_is_read_with_its_passphrase_only(string cipher)
    {
        _keygen.Run("-q", "-t", "ed25519", "-f", "key", "-N", Passphrase, "-Z", cipher, "-a", "3", "-C", "");
        string text = _keygen.Read("key");

        using SshPrivateKey key = SshPrivateKey.Parse(text, Passphrase);

        key.PublicKey.ShouldBe(SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")));
        ShouldBeBad(() => SshPrivateKey.Parse(text, "another"), "passphrase");
        ShouldBeBad(() => SshPrivateKey.Parse(text), "needs its passphrase");
    }

    [Theory]
    [InlineData("ecdsa", "256", "PEM")]
    [InlineData("ecdsa", "521", "PKCS8")]
    [InlineData("rsa", "2048", "PEM")]
    [InlineData("rsa", "2048", "PKCS8")]
    public void Pem_key_made_by_ssh_keygen_is_read(string type, string bits, string form)
    {
        Generate(type, bits, "key", "", "-m", form);
        _keygen.Read("key").ShouldNotContain("OPENSSH");

        using SshPrivateKey key = SshPrivateKey.Parse(_keygen.Read("key"));

        key.PublicKey.ShouldBe(SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")));
    }

    [Theory]
    [InlineData("ecdsa", "384")]
    [InlineData("rsa", "2048")]
    public void Encrypted_pkcs8_key_made_by_ssh_keygen_is_read_with_its_passphrase_only(string type, string bits)
    {
        Generate(type, bits, "key", Passphrase, "-m", "PKCS8");
        string text = _keygen.Read("key");

        using SshPrivateKey key = SshPrivateKey.Parse(text, Passphrase);

        key.PublicKey.ShouldBe(SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")));
        ShouldBeBad(() => SshPrivateKey.Parse(text, "another"), "passphrase");
        ShouldBeBad(() => SshPrivateKey.Parse(text), "needs its passphrase");
    }

    [Theory]
    [InlineData("ecdsa", "521")]
    [InlineData("rsa", "2048")]
    public void Old_encrypted_pem_key_made_by_ssh_keygen_is_read_with_its_passphrase_only(string type, string bits)
    {
        Generate(type, bits, "key", Passphrase, "-m", "PEM");
        string text = _keygen.Read("key");
        text.ShouldContain("DEK-Info: AES-128-CBC");

        using SshPrivateKey key = SshPrivateKey.Parse(text, Passphrase);

        key.PublicKey.ShouldBe(SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")));
        ShouldBeBad(() => SshPrivateKey.Parse(text, "another"), "passphrase is wrong");
        ShouldBeBad(() => SshPrivateKey.Parse(text), "needs its passphrase");
    }

    [Fact]
    public void Short_rsa_key_is_refused_with_the_limit()
    {
        Generate("rsa", "1024", "key", "");

        ShouldBeBad(() => SshPrivateKey.Parse(_keygen.Read("key")), "2048");
        ShouldBeBad(() => SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub")), "2048");
    }

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public void Key_made_here_is_read_by_ssh_keygen(SshKeyType type)
    {
        using SshPrivateKey key = SshPrivateKey.Generate(type);
        _keygen.Write("plain", key.ToOpenSshPem("a comment"));
        _keygen.Write("encrypted", key.ToOpenSshPem("a comment", Passphrase));

        _keygen.Run("-y", "-f", "plain").Trim().ShouldBe(key.PublicKey.ToOpenSsh("a comment"));
        _keygen.Run("-y", "-f", "encrypted", "-P", Passphrase).Trim().ShouldBe(key.PublicKey.ToOpenSsh("a comment"));
        _keygen.TryRun("", "-y", "-f", "encrypted", "-P", "another").ExitCode.ShouldNotBe(0);
    }

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public void Key_made_here_is_read_back(SshKeyType type)
    {
        using SshPrivateKey key = SshPrivateKey.Generate(type);

        using SshPrivateKey plain = SshPrivateKey.Parse(key.ToOpenSshPem());
        using SshPrivateKey encrypted = SshPrivateKey.Parse(key.ToOpenSshPem("", Passphrase), Passphrase);

        plain.PublicKey.ShouldBe(key.PublicKey);
        encrypted.PublicKey.ShouldBe(key.PublicKey);
        SshPublicKey.Parse(key.PublicKey.Blob.Span).ShouldBe(key.PublicKey);
    }

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public void Signature_made_here_is_accepted_by_ssh_keygen(SshKeyType type)
    {
        using SshPrivateKey key = SshPrivateKey.Generate(type);
        _keygen.Write("signers", $"me {key.PublicKey.ToOpenSsh()}\n");
        foreach (string algorithm in key.PublicKey.SignatureAlgorithms)
        {
            byte[] signature = key.Sign(algorithm, SignedData("a message"));
            _keygen.Write("signature", SignatureFile(key.PublicKey, signature));

            (int exitCode, string output, string error) =
                _keygen.TryRun("a message", "-Y", "verify", "-n", "file", "-f", "signers", "-I", "me", "-s", "signature");

            exitCode.ShouldBe(0, algorithm + output + error);
        }
    }

    [Theory]
    [MemberData(nameof(GeneratedKinds))]
    public void Signature_made_by_ssh_keygen_is_accepted_here(string type, string bits)
    {
        Generate(type, bits, "key", "");
        SshPublicKey key = SshPublicKey.ParseOpenSsh(_keygen.Read("key.pub"));
        string file = _keygen.TryRun("a message", "-Y", "sign", "-n", "file", "-f", "key").Output;
        byte[] signature = ReadSignature(file);
        string algorithm = key.SignatureAlgorithms[0];

        key.Verify(algorithm, SignedData("a message"), signature).ShouldBeTrue();

        key.Verify(algorithm, SignedData("another message"), signature).ShouldBeFalse();
        key.Verify("ssh-rsa", SignedData("a message"), signature).ShouldBeFalse();
        for (int position = 0; position < signature.Length; position++)
        {
            byte[] changed = [.. signature];
            changed[position] ^= 1;
            key.Verify(algorithm, SignedData("a message"), changed).ShouldBeFalse($"byte {position}");
        }
    }

    private static void ShouldBeBad(Action action, string says)
    {
        SshException e = Should.Throw<SshException>(action);
        e.Reason.ShouldBe(SshFailure.BadKey);
        e.Message.ShouldContain(says);
    }

    /// <summary>What is signed for a file (PROTOCOL.sshsig of OpenSSH).</summary>
    private static byte[] SignedData(string message)
    {
        SshWriter writer = new([]);
        writer.WriteBytes("SSHSIG"u8);
        writer.WriteString("file");
        writer.WriteString("");
        writer.WriteString("sha512");
        writer.WriteString(SHA512.HashData(Encoding.UTF8.GetBytes(message)));
        return writer.ToArray();
    }

    private static string SignatureFile(SshPublicKey key, byte[] signature)
    {
        SshWriter writer = new([]);
        writer.WriteBytes("SSHSIG"u8);
        writer.WriteUInt32(1);
        writer.WriteString(key.Blob.Span);
        writer.WriteString("file");
        writer.WriteString("");
        writer.WriteString("sha512");
        writer.WriteString(signature);
        return PemEncoding.WriteString("SSH SIGNATURE", writer.Written) + "\n";
    }

    private static byte[] ReadSignature(string file)
    {
        PemFields fields = PemEncoding.Find(file);
        SshReader reader = new(Convert.FromBase64String(file[fields.Base64Data]));
        reader.ReadBytes(6);
        reader.ReadUInt32();
        reader.ReadString();
        reader.ReadString();
        reader.ReadString();
        reader.ReadString();
        return reader.ReadString().ToArray();
    }

    private void Generate(string type, string bits, string file, string passphrase, params string[] more) =>
        _keygen.Run([
            "-q", "-t", type, .. bits.Length > 0 ? new[] { "-b", bits } : [], "-f", file, "-N", passphrase,
            "-C", "somebody@somewhere with spaces", .. more]);
}

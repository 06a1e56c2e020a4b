using System.Security.Cryptography;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Ssh.Tests.Keys;

public sealed class KeyParsingTests
{
    private const string Ed25519Line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    public static TheoryData<SshKeyType> KeyTypes => [SshKeyType.Ed25519, SshKeyType.EcdsaP256, SshKeyType.EcdsaP521, SshKeyType.Rsa3072];

    [Fact]
    public void Known_host_keys_line_has_the_fingerprint_its_owner_publishes()
    {
        // GitHub's, as published in its documentation.
        SshPublicKey.ParseOpenSsh(Ed25519Line).Fingerprint.ShouldBe("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 !!!!")]
    [InlineData("ssh-ed25519 AAAA")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")]
    [InlineData("no-pty,from=\"10.0.0.0/8\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl")]
    [InlineData("ssh-dss AAAAB3NzaC1kc3M=")]
    [InlineData(Ed25519Line + "\nssh-ed25519 AAAA")]
    public void Line_that_is_no_supported_key_is_refused(string line) => ShouldBeBad(() => SshPublicKey.ParseOpenSsh(line));

    [Fact]
    public void Blob_with_bytes_left_over_or_a_length_beyond_its_end_is_refused()
    {
        byte[] blob = SshPublicKey.ParseOpenSsh(Ed25519Line).Blob.ToArray();

        ShouldBeBad(() => SshPublicKey.Parse([.. blob, 0]));
        ShouldBeBad(() => SshPublicKey.Parse(blob.AsSpan(0, blob.Length - 1)));
        ShouldBeBad(() => SshPublicKey.Parse([0xFF, 0xFF, 0xFF, 0xFF, .. blob[4..]]));
        ShouldBeBad(() => SshPublicKey.Parse(new byte[100_000]));
    }

    [Theory]
    [InlineData("nistp256", "nistp384")]
    [InlineData("nistp256", "nistp256")]
    public void Ecdsa_blob_with_another_curve_or_a_point_off_the_curve_is_refused(string type, string curve)
    {
        SshWriter writer = new([]);
        writer.WriteString("ecdsa-sha2-" + type);
        writer.WriteString(curve);
        writer.WriteString((byte[])[4, .. new byte[63], 1]);
        byte[] blob = writer.ToArray();

        ShouldBeBad(() => SshPublicKey.Parse(blob));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Rsa_blob_with_an_impossible_exponent_is_refused(byte exponent)
    {
        SshWriter writer = new([]);
        writer.WriteString("ssh-rsa");
        writer.WriteMpint((byte[])[exponent]);
        writer.WriteMpint(Enumerable.Repeat((byte)0xFF, 256).ToArray());
        byte[] blob = writer.ToArray();

        ShouldBeBad(() => SshPublicKey.Parse(blob));
    }

    [Fact]
    public void Comment_with_a_line_break_is_not_written() =>
        Should.Throw<ArgumentException>(() => SshPublicKey.ParseOpenSsh(Ed25519Line).ToOpenSsh("a\nssh-ed25519 AAAA"));

    [Fact]
    public void Sha1_signature_is_neither_made_nor_accepted()
    {
        using SshPrivateKey key = SshPrivateKey.Generate(SshKeyType.Rsa3072);
        byte[] sha512 = key.Sign("rsa-sha2-512", [1, 2, 3]);

        Should.Throw<ArgumentException>(() => key.Sign("ssh-rsa", [1, 2, 3]));
        key.PublicKey.Verify("ssh-rsa", [1, 2, 3], sha512).ShouldBeFalse();
        key.PublicKey.Verify("rsa-sha2-256", [1, 2, 3], sha512).ShouldBeFalse();
        key.PublicKey.Verify("rsa-sha2-512", [1, 2, 3], sha512).ShouldBeTrue();
    }

    [Fact]
    public void Ed25519_key_in_pkcs8_is_read()
    {
        // RFC 8410, 10.3.
        const string Pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";

        using SshPrivateKey key = SshPrivateKey.Parse(Pem);

        key.PublicKey.Blob.Span[^32..].ToArray().ShouldBe(Convert.FromHexString("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"));
    }

    [Theory]
    [InlineData("1.3.132.0.10")]
    public void Ecdsa_key_on_another_curve_of_the_same_size_is_refused(string oid)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromValue(oid));

        ShouldBeBad(() => SshPrivateKey.Parse(key.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void Encrypted_key_that_asks_for_endless_work_is_refused()
    {
        using SshPrivateKey key = SshPrivateKey.Generate(SshKeyType.EcdsaP256);
        string pem = key.ToOpenSshPem("", "secret");
        PemFields fields = PemEncoding.Find(pem);
        byte[] content = Convert.FromBase64String(pem[fields.Base64Data]);
        int rounds = content.AsSpan().IndexOf((byte[])[0, 0, 0, 24, 0, 0, 0, 1]);
        content[rounds] = 0x7F;

        ShouldBeBad(() => SshPrivateKey.Parse(PemEncoding.WriteString("OPENSSH PRIVATE KEY", content), "secret"));
    }

    [Fact]
    public void Random_blobs_signatures_and_texts_give_nothing_but_the_refusal()
    {
        SshPublicKey key = SshPublicKey.ParseOpenSsh(Ed25519Line);
        Prop.ForAll<byte[]>(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            OnlyRefuses(() => SshPublicKey.Parse(bytes));
            OnlyRefuses(() => SshPrivateKey.Parse(PemEncoding.WriteString("OPENSSH PRIVATE KEY", bytes)));
            OnlyRefuses(() => SshPrivateKey.Parse(PemEncoding.WriteString("OPENSSH PRIVATE KEY", [.. "openssh-key-v1\0"u8, .. bytes]), "x"));
            OnlyRefuses(() => SshPrivateKey.Parse(PemEncoding.WriteString("PRIVATE KEY", bytes)));
            OnlyRefuses(() => SshPrivateKey.Parse(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", bytes), "x"));
            OnlyRefuses(() => SshPrivateKey.Parse(PemEncoding.WriteString("RSA PRIVATE KEY", bytes)));
            OnlyRefuses(() => SshPrivateKey.Parse(PemEncoding.WriteString("EC PRIVATE KEY", bytes)));
            key.Verify("ssh-ed25519", bytes, bytes).ShouldBeFalse();
        }).QuickCheckThrowOnFailure();
        Prop.ForAll<string>(ArbMap.Default.ArbFor<string>(), text =>
        {
            OnlyRefuses(() => SshPublicKey.ParseOpenSsh(text ?? ""));
            OnlyRefuses(() => SshPublicKey.ParseOpenSsh("ssh-ed25519 " + text));
            OnlyRefuses(() => SshPrivateKey.Parse(text));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public void Damaged_keys_give_nothing_but_the_refusal(SshKeyType type)
    {
        using SshPrivateKey key = SshPrivateKey.Generate(type);
        byte[] blob = key.PublicKey.Blob.ToArray();
        string pem = key.ToOpenSshPem("comment");
        byte[] content = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        Arbitrary<(int Position, byte Value, int Cut)> damage =
            (from position in Gen.Choose(0, content.Length - 1)
             from value in Gen.Choose(0, 255)
             from cut in Gen.Choose(0, 20)
             select (position, (byte)value, cut)).ToArbitrary();

        Prop.ForAll(damage, d =>
        {
            OnlyRefuses(() => SshPublicKey.Parse(Damage(blob, d.Position % blob.Length, d.Value, d.Cut)));
            OnlyRefuses(() => SshPrivateKey.Parse(PemEncoding.WriteString("OPENSSH PRIVATE KEY", Damage(content, d.Position, d.Value, d.Cut))).Dispose());
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Damage(byte[] original, int position, byte value, int cut)
    {
        byte[] damaged = [.. original];
        damaged[position] = value;
        return cut == 1 ? damaged[..position] : damaged;
    }

    private static void OnlyRefuses(Action read)
    {
        try
        {
            read();
        }
        catch (SshException e) when (e.Reason == SshFailure.BadKey)
        {
            e.Message.ShouldNotBeEmpty();
        }
    }

    private static void ShouldBeBad(Action action) => Should.Throw<SshException>(action).Reason.ShouldBe(SshFailure.BadKey);
}

using System.Numerics;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Native;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Algorithms;

public sealed class LegacyAlgorithmsTests
{
    private static readonly SshAlgorithmPreferences s_legacy = new() { Legacy = true };

    [Fact]
    public void Legacy_names_come_last_and_only_where_they_are_asked_for()
    {
        SshPrivateKey[] keys = [TestKeys.HostEd25519, TestKeys.HostRsa];
        AlgorithmOffer offer = AlgorithmOffer.ForServer(s_legacy, keys);
        offer.KeyExchanges.TakeLast(2).ShouldBe(["diffie-hellman-group-exchange-sha256", "diffie-hellman-group14-sha1"]);
        offer.HostKeys.ShouldBe(["ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]);
        offer.Ciphers.TakeLast(4).ShouldBe(["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"]);
        offer.Macs[^1].ShouldBe("hmac-sha1");
        offer.UserKeys[^1].ShouldBe("ssh-rsa");

        AlgorithmOffer plain = AlgorithmOffer.ForServer(new SshAlgorithmPreferences(), keys);
        plain.KeyExchanges.Concat(plain.HostKeys).Concat(plain.Ciphers).Concat(plain.Macs).Concat(plain.UserKeys).ShouldAllBe(name => !LegacyAlgorithms.Contains(name));
        Should.Throw<ArgumentException>(() => AlgorithmOffer.ForClient(Defaults.Only(cipher: "aes128-cbc")));
    }

    [Fact]
    public void Sha1_signature_is_no_signature_of_the_key_unless_it_was_agreed_on()
    {
        SshPrivateKey key = TestKeys.HostRsa;
        byte[] signature = key.SignAs("ssh-rsa", "data"u8);
        key.PublicKey.Verify("ssh-rsa", "data"u8, signature).ShouldBeFalse();
        key.PublicKey.VerifyAs("ssh-rsa", "data"u8, signature).ShouldBeTrue();
        key.PublicKey.VerifyAs("rsa-sha2-256", "data"u8, signature).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => key.Sign("ssh-rsa", "data"u8));
    }

    [Theory]
    [InlineData("hmac-sha2-256-etm@openssh.com", false, false)]
    [InlineData("hmac-sha2-256-etm@openssh.com", true, true)]
    [InlineData("hmac-sha2-256", false, true)]
    public void Cbc_with_encrypt_then_mac_needs_the_strict_key_exchange(string mac, bool isStrict, bool isAgreed)
    {
        AlgorithmOffer offer = AlgorithmOffer.ForServer(s_legacy, [TestKeys.HostEd25519]);
        KeyExchangeInit peer = KeyExchangeInit.Read(KeyExchangeInit.Write(offer with { Ciphers = ["aes128-cbc"], Macs = [mac] }, isServer: false, isFirst: true));
        if (isAgreed)
        {
            NegotiatedAlgorithms.Negotiate(offer, peer, isServer: true, isStrict).Legacy.ShouldBe(["aes128-cbc"]);
        }
        else
        {
            SshException failure = Should.Throw<SshException>(() => NegotiatedAlgorithms.Negotiate(offer, peer, isServer: true, isStrict));
            failure.Reason.ShouldBe(SshFailure.NoCommonAlgorithm);
            failure.Message.ShouldContain("strict key exchange");
        }
    }

    [Theory]
    [InlineData(2048, 2048, 8192, 2048)]
    [InlineData(1024, 2500, 8192, 3072)]
    [InlineData(2048, 7680, 8192, 4096)]
    [InlineData(2048, 4096, 3500, 3072)]
    [InlineData(1024, 1024, 1024, 0)]
    [InlineData(5000, 6000, 8192, 0)]
    [InlineData(uint.MaxValue, 0, 0, 0)]
    public void Server_names_the_group_that_fits_the_wish(uint min, uint wanted, uint max, int bits)
    {
        using var server = new GroupExchange();
        byte[] request = Request(min, wanted, max);
        if (bits == 0)
        {
            Should.Throw<SshException>(() => server.AnswerRequest(request)).DisconnectReason.ShouldBe(SshDisconnectReason.KeyExchangeFailed);
            return;
        }

        var reader = new SshReader(server.AnswerRequest(request).AsSpan(1));
        (reader.ReadMpint().Length * 8).ShouldBe(bits);
    }

    [Fact]
    public void Both_sides_agree_and_hash_the_same_fields()
    {
        using var client = new GroupExchange();
        using var server = new GroupExchange();
        client.TakeGroup(server.AnswerRequest(client.CreateRequest()));
        (byte[] value, byte[] secret) = server.RespondAsServer(client.CreateClientInit());
        client.FinishAsClient(value).ShouldBe(secret);
        client.HashedFields.SequenceEqual(server.HashedFields).ShouldBeTrue();
        client.HashedFields.Length.ShouldBeGreaterThan(12 + 384);
    }

    [Fact]
    public void Group_that_is_too_small_or_even_or_has_a_bad_generator_is_refused()
    {
        byte[] prime = ModularGroup.Group14!.Prime.ToArray();
        byte[] even = [.. prime[..^1], 0xFE];
        byte[] less = (new BigInteger(prime, isUnsigned: true, isBigEndian: true) - 1).ToByteArray(isUnsigned: true, isBigEndian: true);
        Refuses(prime[..255], [2]);
        Refuses(even, [2]);
        Refuses([], [2]);
        Refuses([0x7F, .. prime[1..]], [2]);
        Refuses(prime, []);
        Refuses(prime, [1]);
        Refuses(prime, less);
        Refuses([0xFF, .. new byte[1030], 1], [2]);
        using var client = new GroupExchange();
        client.CreateRequest();
        client.TakeGroup(Group(prime, [2]));
        client.HasGroup.ShouldBeTrue();
    }

    [Fact]
    public async Task Values_before_the_group_disconnect()
    {
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { Algorithms = new SshAlgorithmPreferences { Legacy = true, KeyExchanges = ["diffie-hellman-group-exchange-sha256"] } });
        AlgorithmOffer offer = AlgorithmOffer.ForClient(s_legacy);
        client.Output.SendUnheld(KeyExchangeInit.Write(offer, isServer: false, isFirst: true));
        client.Output.SendUnheld([(byte)SshMessage.GroupExchangeInit, 0, 0, 0, 1, 2]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.KeyExchangeFailed);
    }

    private static void Refuses(byte[] prime, byte[] generator)
    {
        using var client = new GroupExchange();
        client.CreateRequest();
        Should.Throw<SshException>(() => client.TakeGroup(Group(prime, generator)));
    }

    private static byte[] Group(byte[] prime, byte[] generator)
    {
        using var writer = new SshWriter(stackalloc byte[2048]);
        writer.WriteByte((byte)SshMessage.ExchangeReply);
        writer.WriteMpint(prime);
        writer.WriteMpint(generator);
        return writer.ToArray();
    }

    private static byte[] Request(uint min, uint wanted, uint max)
    {
        using var writer = new SshWriter(stackalloc byte[16]);
        writer.WriteByte((byte)SshMessage.GroupExchangeRequest);
        writer.WriteUInt32(min);
        writer.WriteUInt32(wanted);
        writer.WriteUInt32(max);
        return writer.ToArray();
    }
}

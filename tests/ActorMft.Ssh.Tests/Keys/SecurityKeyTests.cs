using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Keys;

/// <summary>Keys in FIDO authenticators.</summary>
public sealed class SecurityKeyTests
{
    private static readonly byte[] s_data = "what is signed"u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Signature_with_a_touch_is_verified(bool isEcdsa)
    {
        using var authenticator = new SoftwareAuthenticator(isEcdsa);
        SshPublicKey key = authenticator.PublicKey;
        key.Verify(key.KeyType, s_data, authenticator.Sign(s_data)).ShouldBeTrue();
        key.Verify(key.KeyType, s_data, authenticator.Sign(s_data, flags: 0x05, counter: uint.MaxValue)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Signature_that_differs_in_anything_is_refused(bool isEcdsa)
    {
        using var authenticator = new SoftwareAuthenticator(isEcdsa);
        SshPublicKey key = authenticator.PublicKey;
        byte[] good = authenticator.Sign(s_data);
        Refuses(authenticator.Sign("something else"u8));
        Refuses(authenticator.Sign(s_data, application: "ssh:other"));
        Refuses(authenticator.Sign(s_data, toldCounter: 43));
        Refuses(authenticator.Sign(s_data, type: isEcdsa ? "ecdsa-sha2-nistp256" : "ssh-ed25519"));
        Refuses([.. good, 0]);
        Refuses(good[..^1]);
        Refuses(good[..^5]);
        key.Verify("ssh-ed25519", s_data, good).ShouldBeFalse();

        void Refuses(byte[] signature) => key.Verify(key.KeyType, s_data, signature).ShouldBeFalse();
    }

    [Fact]
    public void Signature_without_a_touch_is_refused()
    {
        using var authenticator = new SoftwareAuthenticator(isEcdsa: false);
        SshPublicKey key = authenticator.PublicKey;
        key.Verify(key.KeyType, s_data, authenticator.Sign(s_data, flags: 0)).ShouldBeFalse();
        key.Verify(key.KeyType, s_data, authenticator.Sign(s_data, flags: 0x04)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false, 1, true)]
    [InlineData(true, 1, true)]
    [InlineData(false, 0, false)]
    [InlineData(true, 0, false)]
    public async Task Login_needs_the_touch(bool isEcdsa, byte flags, bool letsIn)
    {
        using var authenticator = new SoftwareAuthenticator(isEcdsa);
        var users = new TestUsers();
        users.Keys.Add(authenticator.PublicKey);
        await using RawClient client = await RawClient.ConnectAsync(users: users);
        await client.RequestServiceAsync();
        client.Output.Send(SignedRequest(authenticator, client.Exchanger.SessionId, flags));
        await client.ExpectAsync(letsIn ? SshMessage.UserAuthSuccess : SshMessage.UserAuthFailure);
        if (letsIn)
        {
            SshServerConnection connection = await client.Accepting.WaitAsync(Defaults.Patience);
            connection.Proof.Keys.ShouldBe([authenticator.PublicKey]);
        }
    }

    private static byte[] SignedRequest(SoftwareAuthenticator authenticator, byte[] sessionId, byte flags)
    {
        SshPublicKey key = authenticator.PublicKey;
        using var writer = new SshWriter(stackalloc byte[1024]);
        writer.WriteByte((byte)SshMessage.UserAuthRequest);
        writer.WriteString(TestUsers.Name);
        writer.WriteString("ssh-connection");
        writer.WriteString("publickey");
        writer.WriteBoolean(true);
        writer.WriteString(key.KeyType);
        writer.WriteString(key.Blob.Span);
        writer.WriteString(authenticator.Sign(UserAuthMessages.SignedData(sessionId, writer.Written), flags));
        return writer.ToArray();
    }
}

using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Attacks;

/// <summary>Ways around the login that have worked with other servers.</summary>
public sealed class AuthenticationBypassTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cve_2018_10933_success_said_by_the_client_lets_nobody_in(bool serviceAsked)
    {
        var users = new TestUsers();
        await using RawClient client = await RawClient.ConnectAsync(users: users);
        await (serviceAsked ? client.RequestServiceAsync() : client.ExchangeKeysAsync());
        client.Output.Send([(byte)SshMessage.UserAuthSuccess]);
        client.Output.Send(ChannelMessages.OpenSession(0, 1024 * 1024, 32 * 1024));
        client.Output.Send(ChannelMessages.Subsystem(0, "echo"));
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
        await ShouldNotBeInAsync(client, users);
    }

    [Fact]
    public async Task Cve_2025_32433_no_message_of_the_connection_protocol_is_handled_before_the_login()
    {
        for (byte message = 80; message <= 100; message++)
        {
            foreach (int stage in (int[])[0, 1, 2])
            {
                var users = new TestUsers();
                await using RawClient client = await RawClient.ConnectAsync(users: users);
                await (stage switch { 0 => Task.CompletedTask, 1 => client.ExchangeKeysAsync(), _ => client.RequestServiceAsync() });
                client.Output.SendUnheld([message, .. ChannelMessages.OpenSession(0, 1024 * 1024, 32 * 1024).AsSpan(1)]);
                client.Output.SendUnheld(ChannelMessages.Subsystem(0, "echo"));
                await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
                await ShouldNotBeInAsync(client, users);
            }
        }
    }

    [Fact]
    public async Task Cve_2023_46445_extensions_put_in_before_the_keys_are_refused_by_the_client()
    {
        Interceptor line = Interceptor.Start(toClient: BeforeNewKeys(ExtensionInfo.Write(["none"])));
        Task<SshServerConnection> accepting = EchoPair.AcceptAsync(line.ServerSide);
        SshException failure = await Should.ThrowAsync<SshException>(SshClient.ConnectAsync(
            line.ClientSide, Defaults.Client, NullLogger.Instance, TimeProvider.System, CancellationToken.None).WaitAsync(Defaults.Patience));
        failure.Message.ShouldBe("Message 7 came during a key exchange.");
        await Should.ThrowAsync<SshException>(accepting.WaitAsync(Defaults.Patience));
    }

    [Fact]
    public async Task Cve_2023_46446_login_of_another_put_in_before_the_keys_is_refused_by_the_server()
    {
        // The attacker's own login would make the victim work in the attacker's session.
        var users = new TestUsers();
        Interceptor line = Interceptor.Start(toServer: BeforeNewKeys(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password)));
        Task<SshServerConnection> accepting = EchoPair.AcceptAsync(line.ServerSide, users: users);
        await Should.ThrowAsync<SshException>(SshClient.ConnectAsync(
            line.ClientSide, Defaults.Client, NullLogger.Instance, TimeProvider.System, CancellationToken.None).WaitAsync(Defaults.Patience));
        (await Should.ThrowAsync<SshException>(accepting.WaitAsync(Defaults.Patience))).Message.ShouldBe("Message 50 came during a key exchange.");
        users.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cve_2024_45337_key_that_was_only_asked_for_is_not_told_as_the_users()
    {
        var users = new TestUsers();
        users.Keys.Add(TestKeys.User.PublicKey);
        users.Keys.Add(TestKeys.Stranger.PublicKey);
        await using RawClient client = await RawClient.ConnectAsync(users: users);
        await client.RequestServiceAsync();
        client.Output.Send(Query(TestKeys.User.PublicKey));
        await client.ExpectAsync(SshMessage.UserAuthMethod60);
        client.Output.Send(UserAuthMessages.PublicKey(TestUsers.Name, TestKeys.Stranger, "ssh-ed25519", client.Exchanger.SessionId));
        client.Output.Send(Query(TestKeys.User.PublicKey));
        await client.ExpectAsync(SshMessage.UserAuthSuccess);
        SshServerConnection connection = await client.Accepting.WaitAsync(Defaults.Patience);
        connection.Proof.Keys.ShouldBe([TestKeys.Stranger.PublicKey]);
    }

    [Fact]
    public async Task Cve_2024_45337_key_that_was_only_asked_for_is_no_proof_besides_a_password()
    {
        var users = new TestUsers();
        users.Keys.Add(TestKeys.User.PublicKey);
        await using RawClient client = await RawClient.ConnectAsync(users: users);
        await client.RequestServiceAsync();
        client.Output.Send(Query(TestKeys.User.PublicKey));
        await client.ExpectAsync(SshMessage.UserAuthMethod60);
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        await client.ExpectAsync(SshMessage.UserAuthSuccess);
        SshServerConnection connection = await client.Accepting.WaitAsync(Defaults.Patience);
        connection.Proof.Keys.ShouldBeEmpty();
        connection.Proof.HasPassword.ShouldBeTrue();
    }

    private static Func<byte[], IEnumerable<byte[]>> BeforeNewKeys(byte[] payload) =>
        sent => sent[0] == (byte)SshMessage.NewKeys ? [payload, sent] : [sent];

    private static async Task ShouldNotBeInAsync(RawClient client, TestUsers users)
    {
        await Should.ThrowAsync<SshException>(client.Accepting.WaitAsync(Defaults.Patience));
        users.Asked.ShouldBeEmpty();
    }

    // RFC 4252, section 7: a question whether the key would do, without a signature.
    private static byte[] Query(SshPublicKey key)
    {
        using var writer = new SshWriter([]);
        writer.WriteByte((byte)SshMessage.UserAuthRequest);
        writer.WriteString(TestUsers.Name);
        writer.WriteString(UserAuthMessages.ConnectionService);
        writer.WriteString("publickey"u8);
        writer.WriteBoolean(false);
        writer.WriteString("ssh-ed25519"u8);
        writer.WriteString(key.Blob.Span);
        return writer.ToArray();
    }
}

using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Authentication;

/// <summary>Users who have to prove more than one thing.</summary>
public sealed class SeveralMethodsTests
{
    [Fact]
    public async Task Each_proof_is_a_partial_success_and_names_only_what_remains()
    {
        await using RawClient client = await ConnectAsync(keys: 1);
        client.Output.Send(UserAuthMessages.None(TestUsers.Name));
        (await ReadFailureAsync(client)).ShouldBe(("publickey,password,keyboard-interactive", false));
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        (await ReadFailureAsync(client)).ShouldBe(("publickey", true));
        SendKey(client);
        await client.ExpectAsync(SshMessage.UserAuthSuccess);
        SshServerConnection connection = await client.Accepting.WaitAsync(Defaults.Patience);
        connection.Proof.ToString().ShouldBe($"key {TestKeys.User.PublicKey.Fingerprint} and password");
    }

    [Fact]
    public async Task Key_given_twice_counts_once()
    {
        await using RawClient client = await ConnectAsync(keys: 2);
        SendKey(client);
        (await ReadFailureAsync(client)).ShouldBe(("publickey,password,keyboard-interactive", true));
        SendKey(client);
        (await ReadFailureAsync(client)).ShouldBe(("publickey,password,keyboard-interactive", false));
        client.Accepting.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Password_given_twice_is_not_asked_for_again()
    {
        await using RawClient client = await ConnectAsync(keys: 1);
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        (await ReadFailureAsync(client)).ShouldBe(("publickey", true));
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        (await ReadFailureAsync(client)).ShouldBe(("publickey", false));
        client.Output.Send(UserAuthMessages.KeyboardInteractive(TestUsers.Name));
        (await ReadFailureAsync(client)).ShouldBe(("publickey", false));
    }

    [Fact]
    public async Task Channel_after_a_partial_success_disconnects()
    {
        await using RawClient client = await ConnectAsync(keys: 1);
        SendKey(client);
        (await ReadFailureAsync(client)).Partial.ShouldBeTrue();
        client.Output.Send([(byte)SshMessage.ChannelOpen, 0, 0, 0, 0]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Our_client_gives_two_keys_and_the_password_to_a_server_that_wants_all_three()
    {
        var users = new TestUsers { Missing = proof => TestUsers.KeysAndPassword(proof, keys: 2) };
        users.Keys.AddRange([TestKeys.User.PublicKey, TestKeys.Stranger.PublicKey]);
        SshClientOptions options = Defaults.Client with { Keys = [TestKeys.Stranger, TestKeys.User], Password = TestUsers.Password };
        await using EchoPair pair = await EchoPair.ConnectAsync(options, users: users);
        pair.Server.Proof.Keys.ShouldBe([TestKeys.Stranger.PublicKey, TestKeys.User.PublicKey]);
        pair.Server.Proof.HasPassword.ShouldBeTrue();
    }

    private static async Task<RawClient> ConnectAsync(int keys)
    {
        var users = new TestUsers { Missing = proof => TestUsers.KeysAndPassword(proof, keys) };
        users.Keys.Add(TestKeys.User.PublicKey);
        RawClient client = await RawClient.ConnectAsync(users: users);
        await client.RequestServiceAsync();
        return client;
    }

    private static void SendKey(RawClient client) =>
        client.Output.Send(UserAuthMessages.PublicKey(TestUsers.Name, TestKeys.User, "ssh-ed25519", client.Exchanger.SessionId));

    private static async Task<(string Methods, bool Partial)> ReadFailureAsync(RawClient client)
    {
        var reader = new SshReader((await client.ExpectAsync(SshMessage.UserAuthFailure)).AsSpan(1));
        return (string.Join(',', reader.ReadNameList()), reader.ReadBoolean());
    }
}

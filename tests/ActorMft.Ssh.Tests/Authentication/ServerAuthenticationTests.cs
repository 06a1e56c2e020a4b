using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Authentication;

public sealed class ServerAuthenticationTests
{
    [Fact]
    public async Task Key_of_the_user_lets_in_and_is_told()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync();
        pair.Server.UserName.ShouldBe(TestUsers.Name);
        pair.Server.Proof.Keys.ShouldBe([TestKeys.User.PublicKey]);
        pair.Server.Proof.HasPassword.ShouldBeFalse();
        pair.Server.ClientIdent.ShouldBe("SSH-2.0-ActorMft_0.1");
        pair.Client.HostKey.ShouldBe(TestKeys.HostEd25519.PublicKey);
    }

    [Fact]
    public async Task Wrong_key_and_then_the_password_lets_in_without_a_key()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync(Defaults.Client with { Keys = [TestKeys.Stranger], Password = TestUsers.Password });
        pair.Server.Proof.Keys.ShouldBeEmpty();
        pair.Server.Proof.HasPassword.ShouldBeTrue();
    }

    [Fact]
    public async Task Service_that_is_asked_for_again_before_the_next_method_is_granted_again()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, "wrong"));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
        client.Output.Send(UserAuthMessages.Service(SshMessage.ServiceRequest, "ssh-userauth"));
        await client.ExpectAsync(SshMessage.ServiceAccept);
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        await client.ExpectAsync(SshMessage.UserAuthSuccess);
        client.Output.Send(UserAuthMessages.Service(SshMessage.ServiceRequest, "ssh-userauth"));
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    public async Task Wrong_password_says_what_was_tried_and_is_no_different_for_unknown_users(string user)
    {
        SshException failure = await Should.ThrowAsync<SshException>(EchoPair.ConnectAsync(
            Defaults.Client with { UserName = user, Keys = [], Password = "wrong" }));
        failure.Reason.ShouldBe(SshFailure.AuthenticationFailed);
        failure.Message.ShouldBe($"The server did not accept '{user}': tried password; it accepts publickey, password, keyboard-interactive.");
    }

    [Fact]
    public async Task Failure_is_answered_no_sooner_than_the_minimum()
    {
        TimeSpan minimum = TimeSpan.FromMilliseconds(150);
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { MinimumFailureTime = minimum });
        await client.RequestServiceAsync();
        long started = TimeProvider.System.GetTimestamp();
        client.Output.Send(UserAuthMessages.Password("nobody", "wrong"));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThanOrEqualTo(minimum - TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Tries_beyond_the_limit_disconnect()
    {
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { MaxAuthTries = 2 });
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.None(TestUsers.Name));
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, "wrong"));
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, "wronger"));
        await client.ExpectDisconnectAsync(SshDisconnectReason.NoMoreAuthenticationMethodsAvailable);
        (await Should.ThrowAsync<SshException>(client.Accepting)).Reason.ShouldBe(SshFailure.AuthenticationFailed);
    }

    [Theory]
    [InlineData(52)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(80)]
    [InlineData(90)]
    [InlineData(94)]
    [InlineData(98)]
    [InlineData(192)]
    [InlineData(255)]
    public async Task Message_that_belongs_behind_the_login_disconnects_before_it(byte message)
    {
        var users = new TestUsers();
        await using RawClient client = await RawClient.ConnectAsync(users: users);
        await client.RequestServiceAsync();
        client.Output.Send([message, 0, 0, 0, 0, 0, 0, 0, 0]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
        users.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Authentication_before_the_service_was_asked_for_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.ExchangeKeysAsync();
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Query_for_a_key_is_answered_and_proves_nothing()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        client.Output.Send(PublicKeyRequest(TestKeys.User.PublicKey, "ssh-ed25519", signature: null));
        await client.ExpectAsync(SshMessage.UserAuthMethod60);
        client.Accepting.IsCompleted.ShouldBeFalse();
        client.Output.Send(ChannelMessages.OpenSession(0, 1000, 1000));
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Signature_over_another_session_is_refused()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.PublicKey(TestUsers.Name, TestKeys.User, "ssh-ed25519", new byte[32]));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
    }

    [Fact]
    public async Task Signature_of_another_key_is_refused()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        byte[] request = PublicKeyRequest(TestKeys.User.PublicKey, "ssh-ed25519", signature: []);
        byte[] signed = UserAuthMessages.SignedData(client.Exchanger.SessionId, request.AsSpan(0, request.Length - 4));
        client.Output.Send(PublicKeyRequest(TestKeys.User.PublicKey, "ssh-ed25519", TestKeys.Stranger.Sign("ssh-ed25519", signed)));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
    }

    [Theory]
    [InlineData("rsa-sha2-256")]
    [InlineData("ssh-rsa")]
    [InlineData("none")]
    public async Task Signature_algorithm_that_does_not_fit_the_key_is_refused(string algorithm)
    {
        var users = new TestUsers();
        users.Keys.Add(TestKeys.User.PublicKey);
        await using RawClient client = await RawClient.ConnectAsync(users: users);
        await client.RequestServiceAsync();
        client.Output.Send(PublicKeyRequest(TestKeys.User.PublicKey, algorithm, signature: null));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
        users.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Signature_algorithm_that_is_not_offered_is_refused_though_it_fits_the_key()
    {
        var users = new TestUsers();
        users.Keys.Add(TestKeys.HostRsa.PublicKey);
        SshServerOptions options = Defaults.Server with { Algorithms = new SshAlgorithmPreferences { UserKeys = ["ssh-ed25519", "rsa-sha2-512"] } };
        await using RawClient client = await RawClient.ConnectAsync(options, users);
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.PublicKey(TestUsers.Name, TestKeys.HostRsa, "rsa-sha2-256", client.Exchanger.SessionId));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
        users.Asked.ShouldBeEmpty();
        client.Output.Send(UserAuthMessages.PublicKey(TestUsers.Name, TestKeys.HostRsa, "rsa-sha2-512", client.Exchanger.SessionId));
        await client.ExpectAsync(SshMessage.UserAuthSuccess);
    }

    [Fact]
    public async Task Change_of_the_user_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.Password("nobody", "wrong"));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
        client.Output.Send(UserAuthMessages.Password(TestUsers.Name, TestUsers.Password));
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Request_behind_the_success_is_ignored()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        SshServerConnection connection = await client.LogInAsync();
        client.Output.Send(UserAuthMessages.Password("root", "x"));
        await client.OpenChannelAsync();
        connection.UserName.ShouldBe(TestUsers.Name);
    }

    [Fact]
    public async Task Banner_comes_before_the_first_answer()
    {
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { Banner = "Members only.\r\n" });
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.None(TestUsers.Name));
        await client.ExpectAsync(SshMessage.UserAuthBanner);
        await client.ExpectAsync(SshMessage.UserAuthFailure);
    }

    [Fact]
    public async Task Keyboard_interactive_asks_for_the_password_without_echo_and_lets_in()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.KeyboardInteractive(TestUsers.Name));
        byte[] question = await client.ExpectAsync(SshMessage.UserAuthMethod60);
        ReadPrompts(question).ShouldBe([("Password: ", false)]);
        client.Output.Send(UserAuthMessages.InfoResponse([TestUsers.Password]));
        await client.ExpectAsync(SshMessage.UserAuthSuccess);
        (await client.Accepting.WaitAsync(Defaults.Patience)).UserName.ShouldBe(TestUsers.Name);
    }

    [Fact]
    public async Task Keyboard_interactive_asks_unknown_users_the_same_and_a_wrong_answer_is_a_try()
    {
        var users = new TestUsers();
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { MaxAuthTries = 2 }, users);
        await client.RequestServiceAsync();
        for (int i = 0; i < 2; i++)
        {
            client.Output.Send(UserAuthMessages.KeyboardInteractive("nobody"));
            ReadPrompts(await client.ExpectAsync(SshMessage.UserAuthMethod60)).ShouldBe([("Password: ", false)]);
            client.Output.Send(UserAuthMessages.InfoResponse(["wrong"]));
            await client.ExpectAsync(i == 0 ? SshMessage.UserAuthFailure : SshMessage.Disconnect);
        }

        users.Asked.ShouldBe(["password nobody", "password nobody"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Another_number_of_answers_than_was_asked_for_is_refused(int count)
    {
        var users = new TestUsers();
        await using RawClient client = await RawClient.ConnectAsync(users: users);
        await client.RequestServiceAsync();
        client.Output.Send(UserAuthMessages.KeyboardInteractive(TestUsers.Name));
        await client.ExpectAsync(SshMessage.UserAuthMethod60);
        client.Output.Send(UserAuthMessages.InfoResponse([.. Enumerable.Repeat(TestUsers.Password, count)]));
        await client.ExpectAsync(SshMessage.UserAuthFailure);
        users.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_to_no_open_question_disconnects(bool wasAsked)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        if (wasAsked)
        {
            client.Output.Send(UserAuthMessages.KeyboardInteractive(TestUsers.Name));
            await client.ExpectAsync(SshMessage.UserAuthMethod60);
            client.Output.Send(UserAuthMessages.Password(TestUsers.Name, "wrong"));
            await client.ExpectAsync(SshMessage.UserAuthFailure);
        }

        client.Output.Send(UserAuthMessages.InfoResponse([TestUsers.Password]));
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Questions_without_end_disconnect()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        for (int i = 0; i < 130; i++)
        {
            client.Output.Send(UserAuthMessages.KeyboardInteractive(TestUsers.Name));
        }

        await client.ExpectDisconnectAsync(SshDisconnectReason.NoMoreAuthenticationMethodsAvailable);
    }

    private static List<(string Text, bool Echo)> ReadPrompts(byte[] question)
    {
        var reader = new SshReader(question.AsSpan(1));
        reader.ReadString();
        reader.ReadString();
        reader.ReadString();
        var prompts = new List<(string Text, bool Echo)>();
        for (uint left = reader.ReadUInt32(); left > 0; left--)
        {
            prompts.Add((reader.ReadUtf8(), reader.ReadBoolean()));
        }

        reader.ExpectEnd();
        return prompts;
    }

    private static byte[] PublicKeyRequest(SshPublicKey key, string algorithm, byte[]? signature)
    {
        using var writer = new SshWriter(stackalloc byte[512]);
        writer.WriteByte((byte)SshMessage.UserAuthRequest);
        writer.WriteString(TestUsers.Name);
        writer.WriteString("ssh-connection");
        writer.WriteString("publickey");
        writer.WriteBoolean(signature is not null);
        writer.WriteString(algorithm);
        writer.WriteString(key.Blob.Span);
        if (signature is not null)
        {
            writer.WriteString(signature);
        }

        return writer.ToArray();
    }
}

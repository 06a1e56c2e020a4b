using System.Buffers.Binary;
using System.Text;
using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Attacks;

/// <summary>What a server may not do to our client.</summary>
public sealed class EvilServerTests
{
    [Theory]
    [InlineData(0x7FFFFFFF)]
    [InlineData(35_008)]
    [InlineData(0)]
    public async Task Packet_of_an_impossible_length_is_refused_before_anything_is_allocated(int length)
    {
        await using RawServer server = RawServer.Start();
        await server.IdentifyAsync();
        byte[] packet = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(packet, length);
        long before = GC.GetTotalAllocatedBytes();
        server.Output.SendRaw(packet);
        (await FailureAsync(server)).Message.ShouldContain($"A packet of {length} bytes");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public async Task Lines_before_the_identification_may_have_tabs_and_anything_else_in_them()
    {
        await using RawServer server = RawServer.Start();
        await server.SendRawAsync(Encoding.Latin1.GetBytes("\tWelcome to \x1b[1mBank\x1b[0m, S\xE3o Paulo\0\r\n"));
        SshClient client = await server.LetInAsync();
        client.ServerIdent.ShouldStartWith("SSH-2.0-");
    }

    [Fact]
    public async Task Banner_without_an_end_is_given_up()
    {
        await using RawServer server = RawServer.Start();
        byte[] lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Welcome!\r\n", 1000)));
        await server.SendRawAsync(lines);
        (await FailureAsync(server)).Message.ShouldContain($"within {VersionExchange.MaxLines} lines");
    }

    [Fact]
    public async Task Banner_line_without_an_end_is_given_up()
    {
        await using RawServer server = RawServer.Start();
        await server.SendRawAsync(new byte[100_000].Select(_ => (byte)'x').ToArray());
        (await FailureAsync(server)).Message.ShouldContain("a line of more than");
    }

    [Fact]
    public async Task Host_key_that_changes_at_a_rekey_ends_the_connection()
    {
        List<SshPrivateKey> keys = [TestKeys.HostEd25519];
        await using RawServer server = RawServer.Start(server: Defaults.Server with { HostKeys = keys });
        SshClient client = await server.LetInAsync();
        keys[0] = TestKeys.Stranger;
        SshException seen = await Should.ThrowAsync<SshException>(server.ExchangeKeysAsync());
        seen.DisconnectReason.ShouldBe(SshDisconnectReason.HostKeyNotVerifiable);
        await client.Completion.WaitAsync(Defaults.Patience);
        client.Failure!.Reason.ShouldBe(SshFailure.HostKeyRefused);
        client.Failure.Message.ShouldContain(TestKeys.Stranger.PublicKey.Fingerprint);
    }

    [Theory]
    [InlineData(SshMessage.UserAuthSuccess)]
    [InlineData(SshMessage.UserAuthFailure)]
    [InlineData(SshMessage.UserAuthMethod60)]
    [InlineData(SshMessage.ChannelOpenConfirmation)]
    [InlineData(SshMessage.ChannelData)]
    [InlineData(SshMessage.ServiceRequest)]
    [InlineData(SshMessage.UserAuthRequest)]
    public async Task Message_that_has_no_place_before_the_login_ends_the_connection(object message)
    {
        await using RawServer server = RawServer.Start();
        await server.BeginAsync();
        server.Output.Send([(byte)(SshMessage)message, 0, 0, 0, 0, 0]);
        (await FailureAsync(server)).Reason.ShouldBe(SshFailure.Protocol);
    }

    [Theory]
    [InlineData(SshMessage.ChannelData)]
    [InlineData(SshMessage.ChannelClose)]
    [InlineData(SshMessage.ChannelWindowAdjust)]
    [InlineData(SshMessage.ChannelOpenConfirmation)]
    [InlineData(SshMessage.UserAuthSuccess)]
    [InlineData(SshMessage.ServiceAccept)]
    [InlineData(SshMessage.NewKeys)]
    public async Task Message_nobody_asked_for_ends_the_connection(object message)
    {
        await using RawServer server = RawServer.Start();
        SshClient client = await server.LetInAsync();
        server.Output.Send([(byte)(SshMessage)message, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        await client.Completion.WaitAsync(Defaults.Patience);
        client.Failure!.Reason.ShouldBe(SshFailure.Protocol);
    }

    [Theory]
    [InlineData("x11")]
    [InlineData("forwarded-tcpip")]
    [InlineData("session")]
    [InlineData("auth-agent@openssh.com")]
    public async Task Channel_that_the_server_opens_is_refused(string type)
    {
        await using RawServer server = RawServer.Start();
        await server.LetInAsync();
        server.Output.Send([(byte)SshMessage.ChannelOpen, .. Text(type), .. new byte[12]]);
        await server.ExpectAsync(SshMessage.ChannelOpenFailure);
    }

    [Fact]
    public async Task Maximum_packet_of_nothing_is_refused()
    {
        await using RawServer server = RawServer.Start();
        SshClient client = await server.LetInAsync();
        Task opening = client.OpenSubsystemAsync("sftp", CancellationToken.None);
        await server.ExpectAsync(SshMessage.ChannelOpen);
        server.Output.Send(ChannelMessages.OpenConfirmation(0, 0, 1000, maxPacket: 0));
        (await Should.ThrowAsync<SshException>(opening.WaitAsync(Defaults.Patience))).Message.ShouldContain("0 bytes");
    }

    [Fact]
    public async Task Channel_that_is_closed_instead_of_an_answer_fails_its_opening()
    {
        await using RawServer server = RawServer.Start();
        SshClient client = await server.LetInAsync();
        Task opening = client.OpenSubsystemAsync("sftp", CancellationToken.None);
        await server.ExpectAsync(SshMessage.ChannelOpen);
        server.Output.Send(ChannelMessages.OpenConfirmation(0, 0, 1000, 32 * 1024));
        await server.ExpectAsync(SshMessage.ChannelRequest);
        server.Output.Send(ChannelMessages.Of(SshMessage.ChannelClose, 0));
        (await Should.ThrowAsync<SshException>(opening.WaitAsync(Defaults.Patience))).Reason.ShouldBe(SshFailure.ChannelRefused);
    }

    [Fact]
    public async Task Data_beyond_the_clients_window_ends_the_connection()
    {
        await using RawServer server = RawServer.Start(Defaults.Client with { ChannelWindow = 256 * 1024 });
        SshClient client = await server.LetInAsync();
        await OpenAsync(server, client);
        byte[] data = [(byte)SshMessage.ChannelData, 0, 0, 0, 0, 0, 0, 0x80, 0, .. new byte[32 * 1024]];
        for (int i = 0; i < 10; i++)
        {
            server.Output.Send(data);
        }

        await client.Completion.WaitAsync(Defaults.Patience);
        client.Failure!.Message.ShouldContain("more than its window");
    }

    [Fact]
    public async Task Window_that_would_overflow_ends_the_connection()
    {
        await using RawServer server = RawServer.Start();
        SshClient client = await server.LetInAsync();
        await OpenAsync(server, client);
        for (int i = 0; i < 2; i++)
        {
            server.Output.Send([(byte)SshMessage.ChannelWindowAdjust, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        await client.Completion.WaitAsync(Defaults.Patience);
        client.Failure!.Reason.ShouldBe(SshFailure.Protocol);
    }

    [Fact]
    public async Task Questions_without_an_end_are_given_up()
    {
        await using RawServer server = RawServer.Start(Defaults.Client with { Keys = [], Password = "secret" });
        await server.BeginAsync();
        await server.ExpectAsync(SshMessage.ServiceRequest);
        server.Output.Send(UserAuthMessages.Service(SshMessage.ServiceAccept, "ssh-userauth"));
        await server.ExpectAsync(SshMessage.UserAuthRequest);
        server.Output.Send(UserAuthMessages.Failure(["keyboard-interactive"], isPartialSuccess: false));
        for (int i = 0; i < 20; i++)
        {
            server.Output.Send(UserAuthMessages.PasswordPrompt());
        }

        (await FailureAsync(server)).Reason.ShouldBe(SshFailure.AuthenticationFailed);
    }

    [Fact]
    public async Task Banners_before_the_login_without_an_end_are_given_up()
    {
        await using RawServer server = RawServer.Start();
        await server.BeginAsync();
        await server.ExpectAsync(SshMessage.ServiceRequest);
        server.Output.Send(UserAuthMessages.Service(SshMessage.ServiceAccept, "ssh-userauth"));
        for (int i = 0; i < 10_000; i++)
        {
            server.Output.Send(UserAuthMessages.Banner("Hello"));
        }

        (await FailureAsync(server)).Message.ShouldContain("before the login");
    }

    private static async Task OpenAsync(RawServer server, SshClient client)
    {
        Task<SshChannel> opening = client.OpenSubsystemAsync("sftp", CancellationToken.None);
        await server.ExpectAsync(SshMessage.ChannelOpen);
        server.Output.Send(ChannelMessages.OpenConfirmation(0, 0, 1000, 32 * 1024));
        await server.ExpectAsync(SshMessage.ChannelRequest);
        server.Output.Send(ChannelMessages.Of(SshMessage.ChannelSuccess, 0));
        await opening.WaitAsync(Defaults.Patience);
    }

    private static Task<SshException> FailureAsync(RawServer server) => Should.ThrowAsync<SshException>(server.Connecting.WaitAsync(Defaults.Patience));

    private static byte[] Text(string text) => [0, 0, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}

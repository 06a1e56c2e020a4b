using ActorMft.Node.Tests;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Transport;

/// <summary>Clients that have logged in and leave the server's wish for new keys unanswered.</summary>
public sealed class UnfinishedExchangeTests
{
    private const int RekeyBytes = 64 * 1024;

    private static readonly SshServerOptions s_server = Defaults.Server with
    {
        RekeyBytes = RekeyBytes,
        MaxChannels = 1,
        ChannelWindow = 32 * 1024,
        MaxPacket = 32 * 1024,
    };

    private static readonly byte[] s_request = [(byte)SshMessage.GlobalRequest, 0, 0, 0, 1, (byte)'x', 1];

    [Fact]
    public async Task Answers_beyond_what_is_kept_back_disconnect()
    {
        await using RawClient client = await RawClient.ConnectAsync(s_server);
        await client.LogInAsync();
        await ProvokeAsync(client);
        Ask(client, HeldMessages.MaxPackets + 1);
        (await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError)).ShouldContain($"More than {HeldMessages.MaxPackets} messages");
    }

    [Fact]
    public async Task Answers_up_to_what_is_kept_back_come_after_the_exchange()
    {
        await using RawClient client = await RawClient.ConnectAsync(s_server);
        await client.LogInAsync();
        byte[] init = await ProvokeAsync(client);
        Ask(client, HeldMessages.MaxPackets);
        await HandledAsync(client);
        client.Exchanger.Start();
        await client.Exchanger.HandleAsync(SshMessage.KeyExchangeInit, init, isRunning: true, CancellationToken.None);
        await client.ExchangeKeysAsync();
        for (int i = 0; i < HeldMessages.MaxPackets; i++)
        {
            await client.ExpectAsync(SshMessage.RequestFailure);
        }
    }

    [Fact]
    public async Task Message_of_the_server_itself_that_cannot_be_kept_back_ends_the_connection_and_fails_nobody()
    {
        await using RawClient client = await RawClient.ConnectAsync(s_server);
        SshServerConnection server = await client.LogInAsync();
        await client.StartEchoAsync();
        SshChannel channel = (await server.AcceptChannelAsync(CancellationToken.None)).ShouldNotBeNull();
        await ProvokeAsync(client);
        Ask(client, HeldMessages.MaxPackets);
        await HandledAsync(client);
        await channel.CloseAsync(0).AsTask().WaitAsync(Defaults.Patience);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
        await server.Completion.WaitAsync(Defaults.Patience);
        server.Failure!.Reason.ShouldBe(SshFailure.Protocol);
    }

    [Fact]
    public async Task Traffic_beyond_what_the_windows_allow_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync(s_server);
        await client.LogInAsync();
        await ProvokeAsync(client);
        long most = ExchangeTraffic.MaxBytes(s_server.MaxChannels, s_server.ChannelWindow);
        for (long sent = 0; sent <= most; sent += RekeyBytes)
        {
            SendIdleTalk(client);
        }

        (await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError)).ShouldContain("without finishing a key exchange");
    }

    [Fact]
    public void Packets_beyond_the_limit_are_refused_however_small_until_the_exchange_is_over()
    {
        var traffic = new ExchangeTraffic(long.MaxValue);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < ExchangeTraffic.MaxPackets; i++)
            {
                traffic.Add(1);
            }

            Should.Throw<SshException>(() => traffic.Add(1)).DisconnectReason.ShouldBe(SshDisconnectReason.ProtocolError);
            traffic.Reset();
        }
    }

    [Fact]
    public async Task Exchange_that_is_not_done_in_time_disconnects()
    {
        var time = new ManualTime();
        await using RawClient client = await RawClient.ConnectAsync(s_server, time: time);
        SshServerConnection server = await client.LogInAsync();
        await ProvokeAsync(client);
        time.Advance(TimeSpan.FromSeconds(180));
        (await client.ExpectDisconnectAsync(SshDisconnectReason.ByApplication)).ShouldContain("did not finish a key exchange within 120 s");
        await server.Completion.WaitAsync(Defaults.Patience);
        server.Failure!.Reason.ShouldBe(SshFailure.Timeout);
    }

    /// <summary>Sends so much that the server wants new keys.</summary>
    /// <returns>Its KEXINIT.</returns>
    private static Task<byte[]> ProvokeAsync(RawClient client)
    {
        SendIdleTalk(client);
        return client.ExpectAsync(SshMessage.KeyExchangeInit);
    }

    private static void SendIdleTalk(RawClient client)
    {
        using var writer = new SshWriter([]);
        writer.WriteByte((byte)SshMessage.Ignore);
        writer.WriteString(new byte[RekeyBytes]);
        client.Output.SendUnheld(writer.Written);
    }

    private static void Ask(RawClient client, int times)
    {
        for (int i = 0; i < times; i++)
        {
            client.Output.SendUnheld(s_request);
        }
    }

    /// <summary>Waits until the server has handled what was sent: it answers an unknown message also during an exchange.</summary>
    private static async Task HandledAsync(RawClient client)
    {
        client.Output.SendUnheld([200]);
        await client.ExpectAsync(SshMessage.Unimplemented);
    }
}

using System.Diagnostics;
using System.Globalization;
using ActorMft.Node.Tests;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.OpenSsh;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Transport;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Silent_peer_is_asked_as_often_as_is_set_and_then_given_up()
    {
        var time = new ManualTime();
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { KeepAlive = s_interval, KeepAliveCount = 2 }, time: time);
        SshServerConnection server = await client.LogInAsync();
        for (int i = 0; i < 2; i++)
        {
            Pass(s_interval, time, server);
            byte[] question = await client.ExpectAsync(SshMessage.GlobalRequest);
            question.ShouldBe([(byte)SshMessage.GlobalRequest, 0, 0, 0, 21, .. "keepalive@openssh.com"u8, 1]);
        }

        Pass(s_interval - TimeSpan.FromMilliseconds(1), time, server);
        server.Failure.ShouldBeNull();
        time.Advance(TimeSpan.FromMilliseconds(1));
        await server.Completion.WaitAsync(Defaults.Patience);
        server.Failure!.Reason.ShouldBe(SshFailure.Timeout);
        server.Failure.Message.ShouldBe("The peer left 2 keep-alives, 20 s apart, without an answer.");
    }

    [Fact]
    public async Task Peer_that_answers_is_asked_again_and_never_given_up()
    {
        var time = new ManualTime();
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { KeepAlive = s_interval, KeepAliveCount = 1 }, time: time);
        SshServerConnection server = await client.LogInAsync();
        for (int i = 0; i < 5; i++)
        {
            Pass(s_interval, time, server);
            await client.ExpectAsync(SshMessage.GlobalRequest);
            client.Output.Send([(byte)SshMessage.RequestFailure]);

            // The answer to a request behind it says that it has arrived.
            client.Output.Send([(byte)SshMessage.GlobalRequest, 0, 0, 0, 4, .. "test"u8, 1]);
            await client.ExpectAsync(SshMessage.RequestFailure);
        }

        server.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task Peer_that_sends_something_is_not_asked()
    {
        var time = new ManualTime();
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { KeepAlive = s_interval }, time: time);
        SshServerConnection server = await client.LogInAsync();
        for (int i = 0; i < 5; i++)
        {
            Pass(s_interval * 0.9, time, server);
            client.Output.Send([(byte)SshMessage.GlobalRequest, 0, 0, 0, 4, .. "test"u8, 1]);

            // Nothing but the answer comes.
            await client.ExpectAsync(SshMessage.RequestFailure);
        }
    }

    [Fact]
    public async Task Client_that_takes_its_time_reading_lives_and_one_that_reads_nothing_is_given_up()
    {
        var time = new ManualTime();
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { KeepAlive = s_interval, KeepAliveCount = 2 }, time: time);
        SshServerConnection server = await client.LogInAsync();
        client.Output.Send(ChannelMessages.OpenSession(0, 64 * 1024 * 1024, 32 * 1024));
        await client.ExpectAsync(SshMessage.ChannelOpenConfirmation);
        client.Output.Send(ChannelMessages.Subsystem(0, "echo"));
        await client.ExpectAsync(SshMessage.ChannelSuccess);
        SshChannel channel = (await server.AcceptChannelAsync(CancellationToken.None))!;
        Task sending = SendToTheEndAsync(channel);
        for (int i = 0; i < 6; i++)
        {
            time.Advance(s_interval);
            for (int packet = 0; packet < 40; packet++)
            {
                ((SshMessage)(await client.ReadAsync())[0]).ShouldBeOneOf(SshMessage.ChannelData, SshMessage.GlobalRequest);
            }

            server.Failure.ShouldBeNull();
        }

        for (int i = 0; i < 5; i++)
        {
            time.Advance(s_interval);
        }

        server.Failure!.Reason.ShouldBe(SshFailure.Timeout);
        await sending.WaitAsync(Defaults.Patience);
    }

    [Fact]
    public async Task Our_client_gives_a_frozen_sshd_up()
    {
        await using Sshd sshd = await Sshd.StartAsync(TestKeys.HostEd25519, TestKeys.User.PublicKey);
        SshClientOptions options = Defaults.Client with { UserName = Environment.UserName, KeepAlive = TimeSpan.FromMilliseconds(200), KeepAliveCount = 2 };
        await using SshClient client = await SshClient.ConnectAsync(await sshd.ConnectAsync(), options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        SshChannel channel = await client.OpenSubsystemAsync("echo", CancellationToken.None);
        await ChannelTraffic.EchoAsync(channel, 1000);
        long frozen = TimeProvider.System.GetTimestamp();
        foreach (int process in sshd.Processes())
        {
            Signal("STOP", process);
        }

        await client.Completion.WaitAsync(Defaults.Patience);
        TimeProvider.System.GetElapsedTime(frozen).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(500));
        client.Failure!.Reason.ShouldBe(SshFailure.Timeout);
        client.Failure.IsTransient.ShouldBeTrue();
    }

    /// <summary>Moves the clock once the server's last answer is off its hands: until then the peer counts as one that is taking something.</summary>
    private static void Pass(TimeSpan time, ManualTime clock, SshServerConnection server)
    {
        SpinWait.SpinUntil(() => server.HasSentAll, Defaults.Patience).ShouldBeTrue();
        clock.Advance(time);
    }

    private static async Task SendToTheEndAsync(SshChannel channel)
    {
        byte[] piece = new byte[32 * 1024];
        while (!(await channel.Output.WriteAsync(piece)).IsCompleted)
        {
            // Until the connection has ended.
        }
    }

    private static void Signal(string signal, int process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}

using System.Buffers.Binary;
using System.IO.Pipelines;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Channels;

public sealed class SshChannelTests
{
    /// <summary>Of CHANNEL_DATA, in bytes: message, channel, length.</summary>
    private const int DataHeader = 9;

    [Fact]
    public async Task Traffic_through_small_windows_and_packets_is_complete()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync(
            Defaults.Client with { ChannelWindow = 40 * 1024, MaxPacket = 32 * 1024 },
            Defaults.Server with { ChannelWindow = 33 * 1024, MaxPacket = 32 * 1024 });
        SshChannel channel = await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
        await ChannelTraffic.EchoAsync(channel, 5 * 1024 * 1024);
    }

    [Fact]
    public async Task Completed_output_ends_the_peers_input_and_its_exit_status_arrives()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync();
        SshChannel channel = await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
        await channel.Output.WriteAsync("hello"u8.ToArray());
        await channel.Output.CompleteAsync();
        ReadResult read = await channel.Input.ReadAtLeastAsync(6).AsTask().WaitAsync(Defaults.Patience);
        read.Buffer.Length.ShouldBe(5);
        read.IsCompleted.ShouldBeTrue();
        channel.Input.AdvanceTo(read.Buffer.End);
        await channel.CloseAsync(null);
        channel.ExitStatus.ShouldBe(0u);
    }

    [Fact]
    public async Task Output_waits_while_nobody_reads_and_goes_on_when_somebody_does()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync();
        SshChannel channel = await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
        const int Length = 32 * 1024 * 1024;
        Task<byte[]> sending = ChannelTraffic.SendAsync(channel.Output, Length);
        byte[] received = await ChannelTraffic.HashAsync(channel.Input, Length).WaitAsync(Defaults.Patience);
        received.ShouldBe(await sending);
    }

    [Fact]
    public async Task Unknown_subsystem_is_refused_and_the_connection_lives()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync();
        (await Should.ThrowAsync<SshException>(pair.Client.OpenSubsystemAsync("netconf", CancellationToken.None))).Reason.ShouldBe(SshFailure.ChannelRefused);
        await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
    }

    [Fact]
    public async Task Channels_beyond_the_limit_are_refused_until_one_is_closed()
    {
        await using EchoPair pair = await EchoPair.ConnectAsync(server: Defaults.Server with { MaxChannels = 1 });
        SshChannel first = await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
        (await Should.ThrowAsync<SshException>(pair.Client.OpenSubsystemAsync("echo", CancellationToken.None))).Reason.ShouldBe(SshFailure.ChannelRefused);
        await first.Output.CompleteAsync();
        (await first.Input.ReadAsync()).IsCompleted.ShouldBeTrue();
        await first.CloseAsync(null);
        await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None);
    }

    [Fact]
    public async Task Channels_closed_by_the_client_count_until_what_serves_them_has_ended()
    {
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { MaxChannels = 2 });
        SshServerConnection server = await client.LogInAsync();
        var served = new List<SshChannel>();
        for (uint id = 0; id < 2; id++)
        {
            await client.StartEchoAsync(id);
            served.Add((await server.AcceptChannelAsync(CancellationToken.None)).ShouldNotBeNull());
            client.Output.Send(ChannelMessages.Of(SshMessage.ChannelClose, id));
            await client.ExpectAsync(SshMessage.ChannelClose);
        }

        client.Output.Send(Open("session", 32 * 1024));
        byte[] refusal = await client.ExpectAsync(SshMessage.ChannelOpenFailure);
        BinaryPrimitives.ReadUInt32BigEndian(refusal.AsSpan(5)).ShouldBe((uint)ChannelOpenFailure.ResourceShortage);

        await served[1].CloseAsync(0).AsTask().WaitAsync(Defaults.Patience);
        await client.StartEchoAsync(1);
    }

    [Fact]
    public async Task Channel_that_is_closed_but_still_served_takes_no_messages()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        await client.StartEchoAsync();
        client.Output.Send(ChannelMessages.Of(SshMessage.ChannelClose, 0));
        await client.ExpectAsync(SshMessage.ChannelClose);
        client.Output.Send([(byte)SshMessage.ChannelWindowAdjust, 0, 0, 0, 0, 0, 0, 0, 1]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Lost_connection_fails_reading_and_completes_writing_on_both_sides()
    {
        (DuplexStream clientEnd, DuplexStream serverEnd) = DuplexStream.CreatePair();
        Task<SshServerConnection> accepting = EchoPair.AcceptAsync(serverEnd);
        SshClient client = await SshClient.ConnectAsync(
            clientEnd, Defaults.Client, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        SshServerConnection server = await accepting;
        SshChannel channel = await client.OpenSubsystemAsync("echo", CancellationToken.None);
        SshChannel accepted = (await server.AcceptChannelAsync(CancellationToken.None)).ShouldNotBeNull();
        clientEnd.CutWriting();
        (await Should.ThrowAsync<SshException>(async () => await accepted.Input.ReadAsync())).Reason.ShouldBe(SshFailure.ConnectionLost);
        await server.Completion.WaitAsync(Defaults.Patience);
        FlushResult flush = await accepted.Output.WriteAsync(new byte[4 * 1024 * 1024]).AsTask().WaitAsync(Defaults.Patience);
        flush.IsCompleted.ShouldBeTrue();
        await accepted.CloseAsync(0).AsTask().WaitAsync(Defaults.Patience);
        await client.Completion.WaitAsync(Defaults.Patience);
        client.Failure!.IsTransient.ShouldBeTrue();
        await client.DisposeAsync();
        await channel.DisposeAsync();
    }

    [Fact]
    public async Task Data_beyond_the_window_and_a_tenth_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { ChannelWindow = 64 * 1024, MaxPacket = 32 * 1024 });
        await client.LogInAsync();
        await client.OpenChannelAsync();
        for (int i = 0; i < 3; i++)
        {
            client.Output.Send([(byte)SshMessage.ChannelData, 0, 0, 0, 0, 0, 0, 128, 0, .. new byte[32 * 1024]]);
        }

        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Window_that_would_overflow_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        await client.OpenChannelAsync();
        client.Output.Send([(byte)SshMessage.ChannelWindowAdjust, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    public async Task Maximum_packet_of_nothing_is_refused(int maxPacket)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        client.Output.Send(Open("session", (uint)maxPacket));
        await ExpectRefusalAsync(client, ChannelOpenFailure.ConnectFailed);
    }

    [Theory]
    [InlineData("direct-tcpip")]
    [InlineData("x11")]
    public async Task Channel_that_is_not_supported_is_refused(string type)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        client.Output.Send(Open(type, 32 * 1024));
        await ExpectRefusalAsync(client, ChannelOpenFailure.UnknownChannelType);
    }

    /// <summary>PuTTY's is 16 KiB.</summary>
    [Theory]
    [InlineData(16 * 1024)]
    [InlineData(1000)]
    public async Task Maximum_packet_of_the_client_is_never_exceeded(int maxPacket)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        _ = EchoSubsystem.ServeAsync(await client.LogInAsync());
        client.Output.Send(Open("session", (uint)maxPacket));
        await client.ExpectAsync(SshMessage.ChannelOpenConfirmation);
        client.Output.Send(ChannelMessages.Subsystem(0, "echo"));
        await client.ExpectAsync(SshMessage.ChannelSuccess);
        SendData(client, 90_000);
        for (int left = 90_000; left > 0;)
        {
            int length = (await client.ExpectAsync(SshMessage.ChannelData)).Length - DataHeader;
            length.ShouldBeInRange(1, maxPacket);
            left -= length;
        }
    }

    [Fact]
    public async Task Window_is_given_back_in_few_messages()
    {
        const int window = 64 * 1024;
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { ChannelWindow = window, MaxPacket = 32 * 1024 });
        _ = EchoSubsystem.ServeAsync(await client.LogInAsync());
        await client.StartEchoAsync();
        int left = window;
        int adjustments = 0;
        for (int sent = 0; sent < 900_000; sent += 1000)
        {
            while (left < 1000)
            {
                byte[] message = await client.ReadAsync();
                if ((SshMessage)message[0] == SshMessage.ChannelWindowAdjust)
                {
                    left += BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(5));
                    adjustments++;
                }
            }

            SendData(client, 1000);
            left -= 1000;
        }

        adjustments.ShouldBeInRange(1, 900_000 / (window / 4));
    }

    [Theory]
    [InlineData("shell")]
    [InlineData("exec")]
    [InlineData("pty-req")]
    [InlineData("winadj@putty.projects.tartarus.org")]
    public async Task Request_other_than_a_subsystem_is_refused(string name)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        await client.OpenChannelAsync();
        client.Output.Send(Request(name));
        await client.ExpectAsync(SshMessage.ChannelFailure);
    }

    [Fact]
    public async Task Global_requests_are_refused_and_unknown_messages_are_named()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        client.Output.Send([(byte)SshMessage.GlobalRequest, 0, 0, 0, 21, .. "keepalive@openssh.com"u8, 1]);
        await client.ExpectAsync(SshMessage.RequestFailure);
        client.Output.Send([200]);
        byte[] answer = await client.ExpectAsync(SshMessage.Unimplemented);

        // Strict: counted from 0 since NEWKEYS: service, password, keep-alive, and this one.
        BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(1)).ShouldBe(3u);
    }

    [Theory]
    [InlineData(SshMessage.ChannelData)]
    [InlineData(SshMessage.ChannelClose)]
    [InlineData(SshMessage.ChannelOpenConfirmation)]
    public async Task Message_for_a_channel_that_is_not_there_disconnects(object message)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        client.Output.Send([(byte)(SshMessage)message, 0, 0, 0, 7, 0, 0, 0, 0]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    private static async Task ExpectRefusalAsync(RawClient client, ChannelOpenFailure reason)
    {
        byte[] answer = await client.ExpectAsync(SshMessage.ChannelOpenFailure);
        BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(5)).ShouldBe((uint)reason);
    }

    private static void SendData(RawClient client, int length)
    {
        using var writer = new SshWriter([]);
        writer.WriteByte((byte)SshMessage.ChannelData);
        writer.WriteUInt32(0);
        writer.WriteString(new byte[length]);
        client.Output.Send(writer.Written);
    }

    private static byte[] Open(string type, uint maxPacket)
    {
        using var writer = new SshWriter([]);
        writer.WriteByte((byte)SshMessage.ChannelOpen);
        writer.WriteString(type);
        writer.WriteUInt32(0);
        writer.WriteUInt32(100_000);
        writer.WriteUInt32(maxPacket);
        return writer.ToArray();
    }

    private static byte[] Request(string name)
    {
        using var writer = new SshWriter([]);
        writer.WriteByte((byte)SshMessage.ChannelRequest);
        writer.WriteUInt32(0);
        writer.WriteString(name);
        writer.WriteBoolean(true);
        return writer.ToArray();
    }
}

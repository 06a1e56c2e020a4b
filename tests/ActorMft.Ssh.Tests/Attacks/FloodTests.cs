using System.Buffers.Binary;
using System.Text;
using ActorMft.Node.Tests;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Attacks;

/// <summary>Much of what is cheap to send: it must cost the server little memory, and end. Runs alone, because memory is the process's.</summary>
[CollectionDefinition(nameof(FloodTests), DisableParallelization = true)]
[Collection(nameof(FloodTests))]
public sealed class FloodTests
{
    private static readonly byte[] s_ping = [192, 0, 0, 0, 4, 1, 2, 3, 4];
    private static readonly byte[] s_ignore = [(byte)SshMessage.Ignore, 0, 0, 0, 0];
    private static readonly byte[] s_debug = [(byte)SshMessage.Debug, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] s_unimplemented = [(byte)SshMessage.Unimplemented, 0, 0, 0, 0];
    private static readonly byte[] s_global = [(byte)SshMessage.GlobalRequest, 0, 0, 0, 21, .. "keepalive@openssh.com"u8, 1];

    public static TheoryData<string, byte[]> Answered => new() { { "ping@openssh.com", s_ping }, { "global request", s_global } };

    public static TheoryData<string, byte[]> Idle => new() { { "IGNORE", s_ignore }, { "DEBUG", s_debug }, { "UNIMPLEMENTED", s_unimplemented } };

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task Flood_of_what_has_to_be_answered_stops_when_nobody_reads_the_answers(string name, byte[] message)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        int sent = 0;
        while (sent < 10_000_000 && !client.Output.IsCongested)
        {
            client.Output.Send(message);
            if (++sent % 1000 == 0)
            {
                await Task.Yield();
            }
        }

        // The server has stopped reading, so what this side wants to send piles up here.
        client.Output.IsCongested.ShouldBeTrue($"{sent} times {name} were all taken");
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(32 * 1024 * 1024);
        await DrainAsync(client, message[0] == (byte)SshMessage.GlobalRequest ? SshMessage.RequestFailure : SshMessage.Unimplemented, sent);
    }

    [Theory]
    [MemberData(nameof(Idle))]
    public async Task Flood_of_idle_talk_is_read_and_costs_no_memory(string name, byte[] message)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 200_000; i++)
        {
            client.Output.Send(message);
            while (client.Output.IsCongested)
            {
                await client.Output.WhenUncongested();
            }
        }

        client.Output.Send(s_global);
        await client.ExpectAsync(SshMessage.RequestFailure);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(16 * 1024 * 1024, name);
    }

    [Theory]
    [MemberData(nameof(Idle))]
    public async Task Flood_of_idle_talk_before_the_login_is_cut(string name, byte[] message)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.RequestServiceAsync();
        for (int i = 0; i < 10_000; i++)
        {
            client.Output.Send(message);
        }

        (await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError)).ShouldContain("before the login", customMessage: name);
    }

    [Fact]
    public async Task Flood_of_idle_talk_before_the_keys_is_cut()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        for (int i = 0; i < 300; i++)
        {
            client.Output.SendUnheld(s_ignore);
        }

        (await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError)).ShouldContain("More than 256 packets came before the keys.");
    }

    [Theory]
    [InlineData(0x7FFFFFF0)]
    [InlineData(PacketInput.MaxPacketAfterLogin + 16)]
    public async Task Packet_of_a_huge_length_behind_the_login_is_cut_before_anything_is_allocated(int length)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        byte[] packet = new byte[64];
        BinaryPrimitives.WriteInt32BigEndian(packet, length);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        client.Output.SendRaw(packet);
        (await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError)).ShouldContain($"A packet of {length} bytes is longer than");
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(128 * 1024);
    }

    [Fact]
    public async Task Unknown_channel_requests_without_end_are_refused_without_end_and_bounded()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        await client.OpenChannelAsync();
        byte[] request = [(byte)SshMessage.ChannelRequest, 0, 0, 0, 0, 0, 0, 0, 5, .. "shell"u8, 1];
        for (int i = 0; i < 1000; i++)
        {
            client.Output.Send(request);
        }

        for (int i = 0; i < 1000; i++)
        {
            await client.ExpectAsync(SshMessage.ChannelFailure);
        }
    }

    [Fact]
    public async Task Memory_before_the_login_is_bounded_for_each_connection()
    {
        // Each announces the largest packet that is accepted and sends all of it but one byte.
        const int connections = 100;
        byte[] packet = new byte[PacketInput.MaxPacketBeforeLogin];
        BinaryPrimitives.WriteInt32BigEndian(packet, 34_996);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = new List<RawClient>();
        for (int i = 0; i < connections; i++)
        {
            RawClient client = await RawClient.ConnectAsync();
            client.Output.SendRaw(packet.AsSpan(0, 34_990));
            clients.Add(client);
        }

        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / connections;
        foreach (RawClient client in clients)
        {
            await client.DisposeAsync();
        }

        // This side's buffers and the pipes between are in it as well.
        each.ShouldBeLessThan(400 * 1024);
    }

    [Fact]
    public async Task Sessions_that_have_moved_data_and_are_idle_now_keep_no_buffers()
    {
        const int sessions = 100;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var pairs = new List<EchoPair>();
        for (int i = 0; i < sessions; i++)
        {
            EchoPair pair = await EchoPair.ConnectAsync();
            await ChannelTraffic.EchoAsync(await pair.Client.OpenSubsystemAsync("echo", CancellationToken.None), 1024 * 1024);
            pairs.Add(pair);
        }

        long each = (GC.GetTotalMemory(forceFullCollection: true) - before) / sessions;
        foreach (EchoPair pair in pairs)
        {
            await pair.DisposeAsync();
        }

        // Both sides, the pipes between them, and what the pools have kept of all.
        each.ShouldBeLessThan(256 * 1024);
    }

    [Theory]
    [InlineData("SSH-2.0-slow\r\n")]
    [InlineData("SSH")]
    public async Task Slowloris_that_sends_a_byte_now_and_then_is_cut_at_the_login_grace(string text)
    {
        var time = new ManualTime();
        (DuplexStream clientEnd, DuplexStream serverEnd) = DuplexStream.CreatePair();
        Task<SshServerConnection> accepting = EchoPair.AcceptAsync(serverEnd, Defaults.Server with { LoginGrace = TimeSpan.FromSeconds(120) }, time: time);
        byte[] bytes = [.. Encoding.ASCII.GetBytes(text), .. new byte[20]];
        for (int i = 0; i < 11; i++)
        {
            await clientEnd.WriteAsync(bytes.AsMemory(i, 1));
            time.Advance(TimeSpan.FromSeconds(10));
            accepting.IsCompleted.ShouldBeFalse();
        }

        Task hearing = clientEnd.CopyToAsync(Stream.Null);
        time.Advance(TimeSpan.FromSeconds(10));
        (await Should.ThrowAsync<SshException>(accepting.WaitAsync(Defaults.Patience))).Message.ShouldContain("120 s");
        await hearing.WaitAsync(Defaults.Patience);
        await clientEnd.DisposeAsync();
    }

    [Fact]
    public async Task Slowloris_behind_the_keys_is_cut_at_the_login_grace_whatever_it_says_meanwhile()
    {
        var time = new ManualTime();
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { LoginGrace = TimeSpan.FromSeconds(120) }, time: time);
        await client.RequestServiceAsync();
        for (int i = 0; i < 11; i++)
        {
            client.Output.Send(s_ignore);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        client.Accepting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(10));
        (await client.ExpectDisconnectAsync(SshDisconnectReason.ByApplication)).ShouldContain("120 s");
    }

    // Every one of them is answered in the end.
    private static async Task DrainAsync(RawClient client, SshMessage answer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await client.ExpectAsync(answer);
        }
    }
}

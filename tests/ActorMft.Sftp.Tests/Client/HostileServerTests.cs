using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Client;

/// <summary>What a server may not do to our client.</summary>
public sealed class HostileServerTests
{
    private static readonly byte[] NoAttributes = U32(0);

    [Fact]
    public async Task Names_that_lead_out_of_their_directory_are_left_out()
    {
        byte[][] names = [.. ((string[])["../../etc/passwd", "..", ".", "", "/etc/passwd", "a/b", "a\0b", new string('x', 5000), "good", "..good"])
            .Select(name => (byte[])[.. Str(name), .. Str("line"), .. NoAttributes])];
        var listing = await ListAsync(i => i == 0 ? Packet(PacketType.Name, U32(0), U32((uint)names.Length), [.. names.SelectMany(name => name)]) : Status(SftpStatus.EndOfFile));
        listing.ShouldBe(["good", "..good"]);
    }

    [Fact]
    public async Task Listing_that_says_nothing_again_and_again_is_given_up()
    {
        var dots = Packet(PacketType.Name, U32(0), U32(2), Str("."), Str(""), NoAttributes, Str(".."), Str(""), NoAttributes);
        (await Should.ThrowAsync<SftpException>(() => ListAsync(_ => dots))).Message.ShouldContain("does not end");
    }

    [Fact]
    public async Task Listing_without_an_end_is_given_up()
    {
        byte[] many = Packet(PacketType.Name, U32(0), U32(16_000), [.. Enumerable.Repeat((byte[])[.. Str("a"), .. Str(""), .. NoAttributes], 16_000).SelectMany(name => name)]);
        (await Should.ThrowAsync<SftpException>(() => ListAsync(_ => many))).Message.ShouldContain("does not end");
    }

    [Fact]
    public async Task More_names_announced_than_sent_is_a_bad_message()
    {
        (await Should.ThrowAsync<SftpException>(() => ListAsync(_ => Packet(PacketType.Name, U32(0), U32(uint.MaxValue), Str("a"), Str("a"), NoAttributes)))).Status.ShouldBe(SftpStatus.BadMessage);
    }

    [Theory]
    [InlineData(101u)]
    [InlineData(uint.MaxValue)]
    public async Task More_content_than_was_asked_for_is_never_taken(uint length)
    {
        var failure = await FailureAsync(async client =>
        {
            await using var file = await client.OpenAsync("/a", SftpOpenFlags.Read, default, default);
            await file.ReadAsync(0, new byte[100], default);
        }, type => type == PacketType.Read ? Packet(PacketType.Data, U32(0), U32(length), new byte[101]) : null);
        failure.Status.ShouldBe(SftpStatus.BadMessage);
    }

    [Fact]
    public async Task Packet_of_an_impossible_length_ends_the_connection_and_nothing_is_allocated_for_it()
    {
        var before = GC.GetTotalAllocatedBytes();
        var failure = await FailureAsync(client => client.StatAsync("/a", default).AsTask(), _ => U32(uint.MaxValue));
        failure.Status.ShouldBe(SftpStatus.ConnectionLost);
        failure.Message.ShouldContain("4294967295");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(1_000_000_000, "other tests allocate meanwhile, but not so much");
    }

    [Fact]
    public async Task Answer_to_no_question_ends_the_connection()
    {
        var failure = await FailureAsync(client => client.StatAsync("/a", default).AsTask(), _ => [.. U32(13), (byte)PacketType.Status, .. U32(4711), .. U32(0), .. U32(0)], keepIds: true);
        failure.Message.ShouldContain("4711");
    }

    [Fact]
    public async Task Handle_longer_than_allowed_is_refused()
    {
        var failure = await FailureAsync(async client => await client.OpenAsync("/a", SftpOpenFlags.Read, default, default), _ => Packet(PacketType.Handle, U32(0), Str(new byte[257])));
        failure.Message.ShouldContain("257 bytes");
    }

    private static byte[] Status(SftpStatus status) => Packet(PacketType.Status, U32(0), U32((uint)status), Str(""), Str(""));

    private static Task<SftpException> FailureAsync(Func<SftpClient, Task> act, Func<PacketType, byte[]?> answer, bool keepIds = false) =>
        Should.ThrowAsync<SftpException>(() => RunAsync(act, answer, keepIds));

    private static async Task<List<string>> ListAsync(Func<int, byte[]> answer)
    {
        var names = new List<string>();
        var asked = 0;
        await RunAsync(
            async client =>
            {
                await using var directory = await client.OpenDirectoryAsync("/", default);
                while (await directory.ReadAsync(default) is { Count: > 0 } batch)
                {
                    names.AddRange(batch.Take(100).Select(name => name.Name));
                }
            },
            type => type == PacketType.ReadDirectory ? answer(asked++) : null,
            keepIds: false);
        return names;
    }

    // A server that answers as told, and else as it should.
    private static async Task RunAsync(Func<SftpClient, Task> act, Func<PacketType, byte[]?> answer, bool keepIds)
    {
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var serving = ServeAsync(serverEnd, answer, keepIds);
        try
        {
            await using var client = await SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default);
            await act(client);
        }
        finally
        {
            await clientEnd.Input.CompleteAsync();
            await serving;
        }
    }

    private static async Task ServeAsync(MemoryPipe end, Func<PacketType, byte[]?> answer, bool keepIds)
    {
        while (true)
        {
            var result = await end.Input.ReadAsync();
            var received = result.Buffer;
            while (PacketFrame.TryPeek(received, out var packet))
            {
                var request = System.Buffers.BuffersExtensions.ToArray(packet);
                received = received.Slice(packet.End);
                var type = (PacketType)request[0];
                var reply = type switch
                {
                    PacketType.Init => Packet(PacketType.Version, U32(3)),
                    PacketType.Close => Status(SftpStatus.Ok),
                    _ => answer(type) ?? Packet(PacketType.Handle, U32(0), Str("handle")),
                };
                if (!keepIds && type != PacketType.Init && reply.Length > 8)
                {
                    request.AsSpan(1, 4).CopyTo(reply.AsSpan(5));
                }

                await end.Output.WriteAsync(reply);
            }

            end.Input.AdvanceTo(received.Start, received.End);
            if (result.IsCompleted)
            {
                await end.Output.CompleteAsync();
                return;
            }
        }
    }
}

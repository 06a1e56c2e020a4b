using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Server;

/// <summary>Requests that came together cost as little as one, as far as they can.</summary>
public sealed class BatchTests
{
    private const uint Read = 1;
    private const uint WriteAndCreate = 10;

    [Fact]
    public async Task Adjacent_writes_that_came_together_are_one_write_and_their_answers_leave_together()
    {
        var files = new CountingFileSystem();
        await using var session = await StartInitializedAsync(files);
        var handle = await OpenAsync(session, "a", WriteAndCreate);

        await session.SendRawAsync([.. Enumerable.Range(0, 100).SelectMany(i => Write((uint)i, handle, (ulong)i * 50, 50))]);

        (await session.ReceiveTogetherAsync()).ShouldBe(100);
        files.Writes.ShouldBe([(0, 5000)]);
    }

    [Fact]
    public async Task Writes_with_a_gap_or_to_another_file_stay_apart()
    {
        var files = new CountingFileSystem();
        await using var session = await StartInitializedAsync(files);
        var (one, other) = (await OpenAsync(session, "a", WriteAndCreate), await OpenAsync(session, "b", WriteAndCreate));

        await session.SendRawAsync(
        [
            .. Write(1, one, 0, 10),
            .. Write(2, one, 10, 10),
            .. Write(3, one, 21, 10),
            .. Write(4, other, 31, 10),
            .. Write(5, one, 31, 10),
            .. Write(6, one, 5, 10),
        ]);

        for (var id = 1u; id <= 6; id++)
        {
            (await session.ReceiveStatusAsync()).ShouldBe((id, SftpStatus.Ok, ""));
        }

        files.Writes.ShouldBe([(0, 20), (21, 10), (31, 10), (31, 10), (5, 10)]);
    }

    [Fact]
    public async Task Huge_read_lengths_are_answered_with_255_KiB_each()
    {
        await using var session = await StartInitializedAsync(new CountingFileSystem { IsEndless = true });
        var handle = await OpenAsync(session, "a", Read);

        await session.SendRawAsync([.. Enumerable.Range(0, 50).SelectMany(i => Packet(PacketType.Read, U32((uint)i), Str(handle), U64(ulong.MaxValue >> 2), U32(uint.MaxValue)))]);

        for (var i = 0; i < 50; i++)
        {
            var (type, fields) = await session.ReceiveAsync();
            type.ShouldBe(PacketType.Data);
            fields.Length.ShouldBe(4 + 4 + (255 * 1024));
        }
    }

    private static byte[] Write(uint id, byte[] handle, ulong offset, int length) =>
        Packet(PacketType.Write, U32(id), Str(handle), U64(offset), Str(new byte[length]));

    private static async Task<byte[]> OpenAsync(RawSession session, string name, uint flags)
    {
        await session.SendAsync(PacketType.Open, U32(1), Str(name), U32(flags), U32(0));
        return await session.ReceiveHandleAsync();
    }
}

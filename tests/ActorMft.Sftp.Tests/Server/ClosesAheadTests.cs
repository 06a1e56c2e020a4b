using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Server;

public sealed class ClosesAheadTests
{
    [Fact]
    public async Task Closes_that_came_together_run_together_and_are_answered_in_their_order()
    {
        var files = new CountingFileSystem { ClosesTogether = 3 };
        await using var session = await StartInitializedAsync(files);
        var handles = new List<byte[]>();
        for (var i = 0; i < 3; i++)
        {
            handles.Add(await OpenAsync(session, $"f{i}"));
        }

        await session.SendRawAsync(
        [
            .. Packet(PacketType.Close, U32(10), Str(handles[2])),
            .. Packet(PacketType.Close, U32(11), Str(handles[0])),
            .. Packet(PacketType.Close, U32(12), Str(handles[0])),
            .. Packet(PacketType.Close, U32(13), Str(handles[1])),
            .. Packet(PacketType.RealPath, U32(14), Str("/")),
        ]);

        (await session.ReceiveStatusAsync()).ShouldBe((10u, SftpStatus.Ok, ""));
        (await session.ReceiveStatusAsync()).ShouldBe((11u, SftpStatus.Ok, ""));
        (await session.ReceiveStatusAsync()).ShouldBe((12u, SftpStatus.Failure, "The handle is not open."));
        (await session.ReceiveStatusAsync()).ShouldBe((13u, SftpStatus.Ok, ""));
        (await session.ReceiveAsync()).Type.ShouldBe(PacketType.Name);
        files.Disposed.ShouldBe(3);
    }

    [Fact]
    public async Task Close_begins_while_one_before_it_goes_on_past_requests_for_other_files()
    {
        var files = new CountingFileSystem { ClosesTogether = 2 };
        await using var session = await StartInitializedAsync(files);
        var (one, other) = (await OpenAsync(session, "a"), await OpenAsync(session, "b"));

        await session.SendRawAsync(
        [
            .. Packet(PacketType.Close, U32(10), Str(one)),
            .. Open("c"),
            .. Packet(PacketType.Close, U32(12), Str(other)),
        ]);

        (await session.ReceiveStatusAsync()).ShouldBe((10u, SftpStatus.Ok, ""));
        await session.ReceiveHandleAsync();
        (await session.ReceiveStatusAsync()).ShouldBe((12u, SftpStatus.Ok, ""));
    }

    [Theory]
    [InlineData("another handle of the file")]
    [InlineData("its path")]
    [InlineData("its path, written another way")]
    [InlineData("any path")]
    public async Task Close_waits_for_its_turn_behind_a_request_that_may_concern_its_file(string before)
    {
        var files = new CountingFileSystem { ClosesTogether = 2 };
        await using var session = await StartInitializedAsync(files);
        var (one, other, again) = (await OpenAsync(session, "a"), await OpenAsync(session, "b"), await OpenAsync(session, "b"));
        byte[] between = before switch
        {
            "another handle of the file" => Packet(PacketType.FileStat, U32(11), Str(again)),
            "its path" => Open("b"),
            "its path, written another way" => Open("/x/../b"),
            _ => Packet(PacketType.RealPath, U32(11), Str("/")),
        };

        await session.SendRawAsync([.. Packet(PacketType.Close, U32(10), Str(one)), .. between, .. Packet(PacketType.Close, U32(12), Str(other))]);
        files.LetClose();

        (await session.ReceiveStatusAsync()).ShouldBe((10u, SftpStatus.Ok, ""));
        (await session.ReceiveAsync()).Type.ShouldNotBe(PacketType.Status);
        (await session.ReceiveStatusAsync()).ShouldBe((12u, SftpStatus.Ok, ""));
        files.ClosedBefore.ShouldBe(1);
    }

    private static byte[] Open(string path) =>
        Packet(PacketType.Open, U32(1), Str(path), U32((uint)(SftpOpenFlags.Write | SftpOpenFlags.Create)), U32(0));

    private static async Task<byte[]> OpenAsync(RawSession session, string path)
    {
        await session.SendRawAsync(Open(path));
        return await session.ReceiveHandleAsync();
    }
}

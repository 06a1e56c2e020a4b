using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Server;

public sealed class CloseRunTests
{
    [Fact]
    public async Task Closes_that_came_together_run_together_and_are_answered_in_their_order()
    {
        var files = new CountingFileSystem { ClosesTogether = 3 };
        await using var session = await StartInitializedAsync(files);
        var handles = new List<byte[]>();
        for (var i = 0; i < 3; i++)
        {
            await session.SendAsync(PacketType.Open, U32(1), Str($"f{i}"), U32((uint)(SftpOpenFlags.Write | SftpOpenFlags.Create)), U32(0));
            handles.Add(await session.ReceiveHandleAsync());
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
}

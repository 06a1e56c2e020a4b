using System.Buffers;
using System.IO.Pipelines;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Server;

/// <summary>Runs alone: what is counted is the whole process's.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int BatchSize = 64;

    // Bytes per request. What is left are the waits of pipes, a few per batch; debug builds make an object of every state machine.
#if DEBUG
    private const double Limit = 500;
#else
    private const double Limit = 40;
#endif

    [Fact]
    public async Task Writing_and_reading_on_does_not_allocate_per_request()
    {
        const int rounds = 500;
        using var directory = new TestDirectory();
        using var files = new LocalFileSystem(directory.Path, new LocalFileSystemOptions());
        var up = new Pipe(new PipeOptions(useSynchronizationContext: false, pauseWriterThreshold: 0));
        var down = new Pipe(new PipeOptions(useSynchronizationContext: false, pauseWriterThreshold: 0));
        var server = SftpServer.RunAsync(new MemoryPipe(up.Reader, down.Writer), files, new SftpServerOptions(), default);
        await up.Writer.WriteAsync((byte[])[.. Packet(PacketType.Init, U32(3)), .. Packet(PacketType.Open, U32(1), Str("a"), U32(0x1B), U32(0))]);
        (await ReceiveAsync(down.Reader))[0].ShouldBe((byte)PacketType.Version);
        var handle = (await ReceiveAsync(down.Reader))[^8..];
        var writes = Batch(i => Packet(PacketType.Write, U32(2), Str(handle), U64((ulong)i * 1000), Str(new byte[1000])));
        var reads = Batch(i => Packet(PacketType.Read, U32(3), Str(handle), U64((ulong)i * 1000), U32(1000)));
        await ExchangeAsync(50);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await ExchangeAsync(rounds);
        var perRequest = (GC.GetTotalAllocatedBytes(precise: true) - before) / (2.0 * rounds * BatchSize);
        perRequest.ShouldBeLessThan(Limit);
        await up.Writer.CompleteAsync();
        await server;

        async Task ExchangeAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await up.Writer.WriteAsync(writes);
                await SkipAsync(down.Reader, BatchSize * 21);
                await up.Writer.WriteAsync(reads);
                await SkipAsync(down.Reader, BatchSize * 1013);
            }
        }
    }

    private static byte[] Batch(Func<int, byte[]> packet) => Enumerable.Range(0, BatchSize).SelectMany(packet).ToArray();

    private static async ValueTask<byte[]> ReceiveAsync(PipeReader reader)
    {
        var head = await reader.ReadAtLeastAsync(sizeof(uint));
        var length = new SftpReader(head.Buffer.Slice(0, sizeof(uint)).ToArray()).ReadUInt32();
        reader.AdvanceTo(head.Buffer.GetPosition(sizeof(uint)));
        var body = await reader.ReadAtLeastAsync((int)length);
        var bytes = body.Buffer.Slice(0, length).ToArray();
        reader.AdvanceTo(body.Buffer.GetPosition(length));
        return bytes;
    }

    private static async ValueTask SkipAsync(PipeReader reader, int length)
    {
        var result = await reader.ReadAtLeastAsync(length);
        reader.AdvanceTo(result.Buffer.GetPosition(length));
    }
}

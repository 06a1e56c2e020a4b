using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using Microsoft.Win32.SafeHandles;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Client;

/// <summary>Downloads into local files, which are written from where the answers lie.</summary>
public sealed class DownloadTests
{
    private const int Length = 3_000_000;

    /// <summary>What is asked for before a copy knows that the file is long, in bytes.</summary>
    private const ulong FirstBlocks = 64 * 1024;

    /// <summary>Reads that are answered out of their order: a prime, so that steps of any length come to all of them, and fewer than a copy has on the way.</summary>
    private const int Held = 199;

    /// <summary>What a file system may have rounded up, in bytes; much less than what is reserved for a large file.</summary>
    private const int Slack = 256 * 1024;

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(3, int.MaxValue)]
    [InlineData(5, 20_000)]
    [InlineData(255, 1_000)]
    public async Task Answers_in_any_order_and_of_any_length_make_the_whole_file(int step, int most)
    {
        using var directory = new TestDirectory();
        var content = TestDirectory.RandomBytes(Length);
        var progress = new List<long>();
        using (var local = File.OpenHandle(directory["file"], FileMode.Create, FileAccess.Write))
        {
            (await DownloadAsync(content, local, step, most, progress.Add)).ShouldBe(Length);
        }

        (await File.ReadAllBytesAsync(directory["file"])).ShouldBeBytes(content);
        progress.ShouldBe(progress.Order());
        (await BlocksAsync(directory["file"])).ShouldBeLessThan(Length + Slack);
    }

    [Fact]
    public async Task Full_disk_ends_the_download_with_its_reason()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        (await Should.ThrowAsync<SftpException>(() => DownloadAsync(TestDirectory.RandomBytes(Length), full, 3, int.MaxValue, null)))
            .Message.ShouldContain("no space left", Case.Insensitive);
    }

    [Fact]
    public async Task Download_that_is_cancelled_leaves_no_gap()
    {
        using var directory = new TestDirectory();
        using var stop = new CancellationTokenSource();
        var content = TestDirectory.RandomBytes(Length);
        using (var local = File.OpenHandle(directory["file"], FileMode.Create, FileAccess.Write))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => DownloadAsync(content, local, 11, 10_000, end =>
            {
                if (end > Length / 2)
                {
                    stop.Cancel();
                }
            }, stop.Token));
        }

        var left = await File.ReadAllBytesAsync(directory["file"]);
        left.Length.ShouldBeGreaterThan(Length / 2);
        left.ShouldBeBytes(content[..left.Length]);
        (await BlocksAsync(directory["file"])).ShouldBeLessThan(left.Length + Slack);
    }

    /// <summary>Bytes that the file has on the disk, beyond its end too.</summary>
    private static async Task<long> BlocksAsync(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["--format=%b", path]) { RedirectStandardOutput = true })!;
        return 512 * long.Parse(await stat.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task<long> DownloadAsync(
        byte[] content, SafeFileHandle target, int step, int most, Action<long>? progress, CancellationToken cancellationToken = default)
    {
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var serving = ServeAsync(serverEnd, content, step, most);
        try
        {
            await using var client = await SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default);
            return await client.DownloadAsync("/file", target, 0, progress, cancellationToken);
        }
        finally
        {
            await clientEnd.Input.CompleteAsync();
            await serving;
        }
    }

    /// <summary>
    /// Answers reads behind the first blocks when so many have come as a copy has on the way, in steps of so many; others as they come.
    /// </summary>
    private static async Task ServeAsync(MemoryPipe end, byte[] content, int step, int most)
    {
        List<byte[]>? held = [];
        while (true)
        {
            var result = await end.Input.ReadAsync();
            var received = result.Buffer;
            while (PacketFrame.TryPeek(received, out var packet))
            {
                var request = packet.ToArray();
                received = received.Slice(packet.End);
                if (held is null || (PacketType)request[0] != PacketType.Read || OffsetOf(request) < FirstBlocks)
                {
                    await end.Output.WriteAsync(Answer(request, content, most));
                    continue;
                }

                held.Add(request);
                if (held.Count == Held)
                {
                    var order = held.Select((_, i) => (step * i) % Held).Select(i => held[i]).ToArray();
                    held = null;
                    foreach (var read in order)
                    {
                        await end.Output.WriteAsync(Answer(read, content, most));
                    }
                }
            }

            end.Input.AdvanceTo(received.Start, received.End);
            if (result.IsCompleted)
            {
                await end.Input.CompleteAsync();
                await end.Output.CompleteAsync();
                return;
            }
        }
    }

    private static ulong OffsetOf(byte[] read)
    {
        var reader = new SftpReader(read.AsSpan(1));
        reader.ReadUInt32();
        reader.ReadString();
        return reader.ReadUInt64();
    }

    private static byte[] Answer(byte[] request, byte[] content, int most)
    {
        if ((PacketType)request[0] == PacketType.Init)
        {
            return Packet(PacketType.Version, U32(3));
        }

        var reader = new SftpReader(request.AsSpan(1));
        var id = U32(reader.ReadUInt32());
        switch ((PacketType)request[0])
        {
            case PacketType.Open:
                return Packet(PacketType.Handle, id, Str("handle"));
            case PacketType.Read:
                reader.ReadString();
                var offset = (int)Math.Min(reader.ReadUInt64(), (ulong)content.Length);
                var length = Math.Min(Math.Min((int)reader.ReadUInt32(), most), content.Length - offset);
                return length == 0
                    ? Packet(PacketType.Status, id, U32((uint)SftpStatus.EndOfFile), Str(""), Str(""))
                    : Packet(PacketType.Data, id, Str(content[offset..(offset + length)]));
            default:
                return Packet(PacketType.Status, id, U32((uint)SftpStatus.Ok), Str(""), Str(""));
        }
    }
}

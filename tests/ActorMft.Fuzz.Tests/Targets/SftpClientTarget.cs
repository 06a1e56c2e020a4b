using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using ActorMft.Sftp;
using ActorMft.Sftp.Protocol;
using static ActorMft.Fuzz.Tests.Targets.SftpPackets;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Our client, which does one thing after the other, and a server whose answers, one for each request, are the input.</summary>
internal sealed class SftpClientTarget : FuzzTarget
{
    private static readonly byte[] s_attributes = [.. U32(0xF), .. U64(7), .. U32(0), .. U32(0), .. U32(0x81A4), .. U32(1), .. U32(2)];
    private static readonly byte[] s_ok = Of(PacketType.Status, U32(0), U32(0), Str(""), Str(""));

    public override string Name => "sftp-client";

    public override int Turn => 50;

    public override long AllocationLimit(int inputLength) => (4L * 1024 * 1024) + (256L * inputLength);

    public override double Weight => 6;

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        [
            .. Of(PacketType.Version, U32(3), Str("limits@openssh.com"), Str("1"), Str("statvfs@openssh.com"), Str("2"), Str("users-groups-by-id@openssh.com"), Str("1")),
            .. Of(PacketType.ExtendedReply, U32(0), U64(262144), U64(261120), U64(261120), U64(100)),
            .. Of(PacketType.Name, U32(0), U32(1), Str("/home"), Str("/home"), U32(0)),
            .. Of(PacketType.Attributes, U32(0), s_attributes),
            .. Of(PacketType.Handle, U32(0), Str("dir")),
            .. Of(PacketType.Name, U32(0), U32(3), Str("a"), Str("-rw- a"), s_attributes, Str(".."), Str(".."), s_attributes, Str("x/../y"), Str(""), s_attributes),
            .. Of(PacketType.Status, U32(0), U32(1), Str("end"), Str("")),
            .. s_ok,
            .. Of(PacketType.Handle, U32(0), Str("file")),
            .. Of(PacketType.Data, U32(0), Str("content")),
            .. Of(PacketType.Status, U32(0), U32(1), Str(""), Str("")),
            .. s_ok,
            .. Of(PacketType.Attributes, U32(0), s_attributes),
            .. s_ok,
            .. Of(PacketType.ExtendedReply, U32(0), [.. Enumerable.Range(0, 11).SelectMany(i => U64((ulong)i))]),
            .. Of(PacketType.ExtendedReply, U32(0), Str(Str("root")), Str(Str("root"))),
            .. s_ok,
        ],
        Of(PacketType.Version, U32(6)),
        [.. "Welcome to this server!\r\n"u8],
    ];

    public override async Task<string> RunAsync(byte[] input)
    {
        var up = new Pipe();
        var down = new Pipe();
        var serving = ServeAsync(up.Reader, down.Writer, input);
        var outcomes = new List<string>();
        try
        {
            await using var client = await SftpClient.StartAsync(new TwoWay(down.Reader, up.Writer), new SftpClientOptions(), CancellationToken.None);
            foreach (var call in Calls(client))
            {
                outcomes.Add(await OutcomeAsync(call));
            }
        }
        catch (SftpException refusal)
        {
            outcomes.Add(Refused(refusal));
        }

        await up.Writer.CompleteAsync();
        await serving;
        await down.Reader.CompleteAsync();
        return string.Join(' ', outcomes.Select(outcome => outcome[..Math.Min(24, outcome.Length)]));
    }

    private static async Task<string> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "+";
        }
        catch (SftpException refusal)
        {
            return refusal.Status.ToString();
        }
    }

    private static IEnumerable<Func<Task>> Calls(SftpClient client)
    {
        yield return () => client.RealPathAsync(".", CancellationToken.None).AsTask();
        yield return () => client.StatAsync("/a", CancellationToken.None).AsTask();
        yield return () => ListAsync(client);
        yield return () => ReadAndWriteAsync(client);
        yield return () => client.StatFileSystemAsync("/", CancellationToken.None).AsTask();
        yield return () => client.NamesByIdAsync([1], [2], CancellationToken.None).AsTask();
        yield return () => client.RenameAsync("/a", "/b", overwrite: false, CancellationToken.None).AsTask();
    }

    private static async Task ListAsync(SftpClient client)
    {
        await using var directory = await client.OpenDirectoryAsync("/", CancellationToken.None);
        while (await directory.ReadAsync(CancellationToken.None) is { Count: > 0 } names)
        {
            if (names.Any(name => name.Name is "" or "." or ".." || name.Name.Contains('/', StringComparison.Ordinal)))
            {
                throw new InvalidOperationException("A name that leads elsewhere got through.");
            }
        }
    }

    private static async Task ReadAndWriteAsync(SftpClient client)
    {
        await using var file = await client.OpenAsync("/a", SftpOpenFlags.Read | SftpOpenFlags.Write, default, CancellationToken.None);
        _ = await file.ReadAsync(0, new byte[50], CancellationToken.None);
        await file.WriteAsync(0, new ReadOnlySequence<byte>([1, 2, 3]), CancellationToken.None);
        _ = await file.StatAsync(CancellationToken.None);
        await file.CloseAsync(CancellationToken.None);
    }

    // One answer for each request, its id put in where the client expects it. When there are no more, the server is gone.
    private static async Task ServeAsync(PipeReader requests, PipeWriter answers, byte[] input)
    {
        var at = 0;
        var isFirst = true;
        while (true)
        {
            var result = await requests.ReadAsync();
            var received = result.Buffer;
            var isOver = result.IsCompleted;
            while (!isOver && PacketFrame.TryPeek(received, out var packet))
            {
                var id = isFirst ? [] : packet.Slice(1, 4).ToArray();
                isFirst = false;
                received = received.Slice(packet.End);
                var length = Next(input, at);
                var answer = input[at..(at + length)];
                at += length;
                if (id.Length > 0 && answer.Length >= 9)
                {
                    id.CopyTo(answer, 5);
                }

                isOver = (await answers.WriteAsync(answer)).IsCompleted || at == input.Length;
            }

            requests.AdvanceTo(received.Start, received.End);
            if (isOver)
            {
                await requests.CompleteAsync();
                await answers.CompleteAsync();
                return;
            }
        }
    }

    private static int Next(byte[] input, int at) => at + 4 > input.Length
        ? input.Length - at
        : (int)Math.Min(4L + BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at)), input.Length - at);

    private sealed record TwoWay(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

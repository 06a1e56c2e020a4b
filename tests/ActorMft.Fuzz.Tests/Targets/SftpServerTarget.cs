using System.Buffers.Binary;
using System.IO.Pipelines;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Protocol;
using static ActorMft.Fuzz.Tests.Targets.SftpPackets;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>A whole SFTP session, everything behind INIT, over a real directory that is made anew for each.</summary>
internal sealed class SftpServerTarget : FuzzTarget, IDisposable
{
    // In memory where the system has such a place: each session makes and removes files.
    private readonly string _root = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/actormft-fuzz-{Environment.ProcessId}").FullName
        : Directory.CreateTempSubdirectory("actormft-fuzz-sftp-").FullName;

    // The handle of the first file opened in a session.
    private static readonly byte[] s_first = Str(U64(1));
    private static readonly byte[] s_second = Str(U64((1UL << 32) | 2));

    public override string Name => "sftp-server";

    public override int Turn => 50;

    // An answer to READ takes 255 KiB of buffer for a request of 25 bytes.
    public override long AllocationLimit(int inputLength) => 4L * 1024 * 1024;

    public override double Weight => 8;

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Sequence(
            Of(PacketType.Open, U32(1), Str("a"), U32(0x1B), U32(0)),
            Of(PacketType.Write, U32(2), s_first, U64(0), Str("content")),
            Of(PacketType.Read, U32(3), s_first, U64(0), U32(100)),
            Of(PacketType.FileStat, U32(4), s_first),
            Of(PacketType.FileSetStat, U32(5), s_first, U32(0xF), U64(10), U32(0), U32(0), U32(0x1A4), U32(1), U32(2)),
            Of(PacketType.Open, U32(6), Str("b"), U32(0x1B), U32(0x80000001), U64(5), U32(1), Str("x"), Str("y")),
            Of(PacketType.Extended, U32(7), Str("copy-data"), s_first, U64(0), U64(0), s_second, U64(0)),
            Of(PacketType.Extended, U32(8), Str("fsync@openssh.com"), s_first),
            Of(PacketType.Extended, U32(9), Str("fstatvfs@openssh.com"), s_first),
            Of(PacketType.Close, U32(10), s_first),
            Of(PacketType.Close, U32(11), s_second)),
        Sequence(
            Of(PacketType.MakeDirectory, U32(1), Str("d"), U32(4), U32(0x1ED)),
            Of(PacketType.OpenDirectory, U32(2), Str(".")),
            Of(PacketType.ReadDirectory, U32(3), s_first),
            Of(PacketType.ReadDirectory, U32(4), s_first),
            Of(PacketType.Rename, U32(5), Str("there"), Str("d/there")),
            Of(PacketType.SymbolicLink, U32(6), Str("../../etc"), Str("link")),
            Of(PacketType.ReadLink, U32(7), Str("link")),
            Of(PacketType.LinkStat, U32(8), Str("link")),
            Of(PacketType.Stat, U32(9), Str("link/passwd")),
            Of(PacketType.SetStat, U32(10), Str("d"), U32(8), U32(1), U32(2)),
            Of(PacketType.RealPath, U32(11), Str("d/../../x")),
            Of(PacketType.Remove, U32(12), Str("link")),
            Of(PacketType.RemoveDirectory, U32(13), Str("d"))),
        Sequence(
            Of(PacketType.Extended, U32(1), Str("posix-rename@openssh.com"), Str("there"), Str("x")),
            Of(PacketType.Extended, U32(2), Str("statvfs@openssh.com"), Str("/")),
            Of(PacketType.Extended, U32(3), Str("hardlink@openssh.com"), Str("x"), Str("y")),
            Of(PacketType.Extended, U32(4), Str("lsetstat@openssh.com"), Str("x"), U32(8), U32(1), U32(2)),
            Of(PacketType.Extended, U32(5), Str("limits@openssh.com")),
            Of(PacketType.Extended, U32(6), Str("expand-path@openssh.com"), Str("~/x")),
            Of(PacketType.Extended, U32(7), Str("home-directory"), Str("")),
            Of(PacketType.Extended, U32(8), Str("users-groups-by-id@openssh.com"), Str(U64(1)), Str(U32(0)))),
        Sequence(
            Of(PacketType.Open, U32(1), Str("there"), U32(0x06), U32(0)),
            Of(PacketType.Write, U32(2), s_first, U64(5), Str("more")),
            Of(PacketType.Write, U32(3), s_first, U64(9), Str("more")),
            Of(PacketType.Write, U32(4), s_first, U64(13), Str("more"))),
    ];

    public override async Task<string> RunAsync(byte[] input)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_root, "session")).FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "there"), "there");
            using var local = new LocalFileSystem(directory, new LocalFileSystemOptions());
            return await ServeAsync(new SmallFiles(local), input);
        }
        finally
        {
            Empty(directory);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static byte[] Sequence(params byte[][] packets) => [.. packets.SelectMany(packet => packet)];

    private static async Task<string> ServeAsync(ISftpFileSystem files, byte[] input)
    {
        var log = new ErrorLog();
        using var answers = new MemoryStream();
        var transport = new OneWay(
            PipeReader.Create(Segments.Of([.. Of(PacketType.Init, U32(3)), .. input])),
            PipeWriter.Create(answers, new StreamPipeWriterOptions(leaveOpen: true)));
        var end = "ended";
        try
        {
            await SftpServer.RunAsync(transport, files, new SftpServerOptions { Logger = log, MaxHandles = 8 }, CancellationToken.None);
        }
        catch (SftpException refusal)
        {
            end = Refused(refusal);
        }

        await transport.Output.CompleteAsync();
        log.ThrowFirst();
        return $"{end} {Kinds(answers.GetBuffer().AsSpan(0, (int)answers.Length))}";
    }

    // Every answer is a whole packet, and their kinds are the outcome.
    private static string Kinds(ReadOnlySpan<byte> answers)
    {
        var kinds = 0UL;
        while (answers.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(answers);
            var status = answers[4] == (byte)PacketType.Status ? (int)BinaryPrimitives.ReadUInt32BigEndian(answers[9..]) : 0;
            kinds |= answers[4] == (byte)PacketType.Status ? 1UL << status : 1UL << (answers[4] % 32 + 16);
            answers = answers[(4 + length)..];
        }

        return kinds.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Empty(string directory)
    {
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                File.SetUnixFileMode(inner.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                inner.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private sealed record OneWay(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

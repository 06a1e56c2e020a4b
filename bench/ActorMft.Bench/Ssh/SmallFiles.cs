using System.Buffers;
using ActorMft.Sftp;

namespace ActorMft.Bench.Ssh;

/// <summary>Many files of one KiB through one session of ActorMft's client, some at once.</summary>
internal static class SmallFiles
{
    internal const int Size = 1024;

    internal static Task UploadAsync(SftpClient sftp, string folder, int count, int atOnce) => ForEachAsync(count, atOnce, async name =>
    {
        await using var file = await sftp.OpenAsync(folder + name, SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate, default, CancellationToken.None);
        await file.WriteAsync(0, new ReadOnlySequence<byte>(new byte[Size]), CancellationToken.None);
        await file.CloseAsync(CancellationToken.None);
    });

    internal static Task DownloadAsync(SftpClient sftp, string folder, int count, int atOnce) => ForEachAsync(count, atOnce, async name =>
    {
        await using var file = await sftp.OpenAsync(folder + name, SftpOpenFlags.Read, default, CancellationToken.None);
        (await file.ReadAsync(0, new byte[Size], CancellationToken.None)).ShouldBe(Size);
        await file.CloseAsync(CancellationToken.None);
    });

    private static Task ForEachAsync(int count, int atOnce, Func<string, Task> work) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => await work($"{i}.dat"));
}

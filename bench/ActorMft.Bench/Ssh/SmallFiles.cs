using System.Buffers;
using ActorMft.Sftp;

namespace ActorMft.Bench.Ssh;

/// <summary>Many files of one KiB through one session of ActorMft's client, some at once.</summary>
internal static class SmallFiles
{
    internal const int Size = 1024;

    /// <param name="isFlushed">Asks the server to flush each file before its close.</param>
    internal static Task UploadAsync(SftpClient sftp, string folder, int count, int atOnce, bool isFlushed = false) => ForEachAsync(count, atOnce, async name =>
    {
        await using var file = await sftp.OpenAsync(folder + name, SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate, default, CancellationToken.None);
        await file.WriteAsync(0, new ReadOnlySequence<byte>(new byte[Size]), CancellationToken.None);
        if (isFlushed)
        {
            await file.FlushAsync(CancellationToken.None);
        }

        await file.CloseAsync(CancellationToken.None);
    });

    internal static Task DownloadAsync(SftpClient sftp, string folder, int count, int atOnce) => ForEachAsync(count, atOnce, async name =>
    {
        await using var file = await sftp.OpenAsync(folder + name, SftpOpenFlags.Read, default, CancellationToken.None);
        (await file.ReadAsync(0, new byte[Size], CancellationToken.None)).ShouldBe(Size);
        await file.CloseAsync(CancellationToken.None);
    });

    /// <summary>Makes a folder that is not there yet, so that nothing is replaced and no round finds what another one left.</summary>
    internal static async Task<string> MakeFolderAsync(SftpClient sftp)
    {
        var folder = NewFolder();
        await sftp.MakeDirectoryAsync(folder, default, CancellationToken.None);
        return folder + "/";
    }

    internal static string NewFolder() => $"small-{Guid.NewGuid():N}";

    private static Task ForEachAsync(int count, int atOnce, Func<string, Task> work) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => await work($"{i}.dat"));
}

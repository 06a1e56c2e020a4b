using System.Globalization;
using System.Runtime.InteropServices;
using ActorMft.Testing;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Bench.Ssh.Floors;

/// <summary>What the kernel takes to make, fill and close a new file of 1 KiB, and to flush it with its directory.</summary>
/// <param name="Kept">For one that nobody flushes.</param>
/// <param name="Flushed">For one that is flushed with its directory before the next begins.</param>
internal sealed partial record SmallFilesFloor(Spent Kept, Spent Flushed)
{
    private const int Count = 1000;
    private const int ReadOnly = 0;

    /// <param name="when">Before which part it was measured: a file system's state counts.</param>
    internal string Sentence(string when) => string.Create(
        CultureInfo.InvariantCulture,
        $"bound of small files, before the {when}: to make, fill and close a new file of 1 KiB takes a bare loop {Kept.Processor * 1e6:0} us of processor time on this machine; with a flush of it and of its directory {Flushed.Processor * 1e6:0} us, and {1 / Flushed.Wall:#,0} files/s is the most, one after the other. Logins, requests and answers come on top.");

    /// <param name="folder">On the file system that is to be measured.</param>
    internal static async Task<SmallFilesFloor> MeasureAsync(string folder)
    {
        var kept = await MeasureAsync(folder, isFlushed: false);
        (await ProcessRun.OfAsync("sync", [])).ExitCode.ShouldBe(0);
        return new SmallFilesFloor(kept, await MeasureAsync(folder, isFlushed: true));
    }

    private static async Task<Spent> MeasureAsync(string parent, bool isFlushed)
    {
        var content = new byte[SmallFiles.Size];
        var folder = Directory.CreateDirectory(Path.Combine(parent, SmallFiles.NewFolder())).FullName;
        var spent = await ThreadSpent.RunAsync(() =>
        {
            using var directory = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
            for (var i = 0; i < Count; i++)
            {
                using var file = File.OpenHandle(Path.Combine(folder, $"{i}.dat"), FileMode.CreateNew, FileAccess.Write);
                RandomAccess.Write(file, content, 0);
                if (isFlushed)
                {
                    RandomAccess.FlushToDisk(file);
                    RandomAccess.FlushToDisk(directory);
                }
            }
        });
        return new Spent(spent.Wall / Count, spent.Processor / Count);
    }

    // The base class library opens no directories.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}

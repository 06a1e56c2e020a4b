using System.Security.Cryptography;

namespace ActorMft.Bench.Ssh.Floors;

/// <summary>What the page cache takes for a file of one GiB, in blocks of 256 KiB.</summary>
internal static class FileFloor
{
    private const int Block = 256 * 1024;
    private const long Size = 1L << 30;

    /// <summary>Processor seconds for a GiB; the least of some.</summary>
    internal static async Task<(double Reading, double Writing, double Flushing)> MeasureAsync(string path)
    {
        var block = new byte[Block];
        RandomNumberGenerator.Fill(block);
        var best = (Reading: double.MaxValue, Writing: double.MaxValue, Flushing: double.MaxValue);

        // The first finds nothing to empty.
        for (var i = 0; i < 4; i++)
        {
            var writing = await ThreadSpent.RunAsync(() =>
            {
                using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
                for (var at = 0L; at < Size; at += Block)
                {
                    RandomAccess.Write(file, block, at);
                }
            });
            var flushing = await ThreadSpent.RunAsync(() =>
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
                RandomAccess.FlushToDisk(file);
            });
            var reading = await ThreadSpent.RunAsync(() =>
            {
                using var file = File.OpenHandle(path);
                for (var at = 0L; at < Size; at += Block)
                {
                    RandomAccess.Read(file, block, at).ShouldBe(Block);
                }
            });
            best = i == 0 ? best : (Math.Min(best.Reading, reading.Processor), Math.Min(best.Writing, writing.Processor), Math.Min(best.Flushing, flushing.Processor));
        }

        File.Delete(path);
        return best;
    }
}

using System.Buffers.Text;

namespace ActorMft.Sftp.Local;

/// <summary>How much the machine's page cache holds that is not on the disk yet: what flushing a file system may have to write for others.</summary>
internal static class UnwrittenMemory
{
    private const string Source = "/proc/meminfo";
    private const long MostKib = 128 * 1024;
    private const int MaxSource = 4096;

    private static readonly TimeSpan _keep = TimeSpan.FromMilliseconds(100);

    private static long _lookedAt = long.MinValue;
    private static bool _isLittle;

    /// <summary>Whether it is at most 128 MiB, as of the last 100 ms. False where it can't be known.</summary>
    public static bool IsLittle()
    {
        var time = TimeProvider.System;
        var lookedAt = Volatile.Read(ref _lookedAt);
        if (lookedAt == long.MinValue || time.GetElapsedTime(lookedAt) > _keep)
        {
            Volatile.Write(ref _isLittle, Look());
            Volatile.Write(ref _lookedAt, time.GetTimestamp());
        }

        return Volatile.Read(ref _isLittle);
    }

    /// <summary>The value of a line such as <c>Dirty:   1234 kB</c>; null without it.</summary>
    internal static long? Kib(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var start = text.IndexOf(name);
        if (start < 0)
        {
            return null;
        }

        var value = text[(start + name.Length)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(value, out long kib, out _) ? kib : null;
    }

    private static bool Look()
    {
        try
        {
            Span<byte> buffer = stackalloc byte[MaxSource];
            using var file = File.OpenHandle(Source);
            var text = buffer[..RandomAccess.Read(file, buffer, 0)];
            return Kib(text, "\nDirty:"u8) + Kib(text, "\nWriteback:"u8) <= MostKib;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

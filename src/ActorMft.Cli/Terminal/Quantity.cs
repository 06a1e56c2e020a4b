using System.Globalization;

namespace ActorMft.Cli.Terminal;

/// <summary>Sizes, rates and durations as people read them.</summary>
internal static class Quantity
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Bytes(long bytes)
    {
        double value = Math.Max(bytes, 0);
        var unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }
        var format = unit == 0 || value >= 100 ? "0" : "0.0";
        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}");
    }

    public static string Rate(double? bytesPerSecond) => bytesPerSecond is > 0 ? Bytes((long)bytesPerSecond.Value) + "/s" : "";

    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero)
        {
            span = TimeSpan.Zero;
        }
        return span switch
        {
            { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalSeconds):0} s"),
            { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
            { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d {span.Hours} h"),
        };
    }

    /// <summary>Share done in percent, rounded down so that 100 means all of it. An empty file is all there.</summary>
    public static int Percent(long done, long size) => size <= 0 ? 100 : (int)Math.Clamp(done * 100.0 / size, 0, done >= size ? 100 : 99);

    public static string Bar(int percent, int width)
    {
        var filled = Math.Clamp(percent, 0, 100) * width / 100;
        return new string('#', filled) + new string('.', width - filled);
    }
}

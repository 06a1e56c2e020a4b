using System.Globalization;

namespace ActorMft.Domain.Json;

/// <summary>
/// A number of bytes as people write it: a whole number, with <c>B</c>, <c>KB</c>, <c>MB</c>, <c>GB</c>, <c>TB</c> (powers of 1000) or
/// <c>KiB</c>, <c>MiB</c>, <c>GiB</c>, <c>TiB</c> (powers of 1024) behind it. <c>100MB</c> is 100,000,000 bytes.
/// </summary>
/// <param name="Bytes">Not negative.</param>
public readonly record struct ByteSize(long Bytes)
{
    /// <summary>What is allowed, as a sentence for people.</summary>
    public const string Allowed = "a size such as 100MB, 512KiB or 2GB";

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("TB", 1_000_000_000_000), ("GiB", 1L << 30), ("GB", 1_000_000_000),
        ("MiB", 1L << 20), ("MB", 1_000_000), ("KiB", 1L << 10), ("KB", 1_000), ("B", 1),
    ];

    public static bool TryParse(string? text, out ByteSize value)
    {
        value = default;
        var rest = text.AsSpan().Trim();
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? rest : rest[..digits];
        var unit = digits < 0 ? "B" : rest[digits..].TrimStart();
        if (number.IsEmpty || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        foreach (var (name, bytes) in Units)
        {
            if (unit.Equals(name, StringComparison.OrdinalIgnoreCase) && count <= long.MaxValue / bytes)
            {
                value = new ByteSize(count * bytes);
                return true;
            }
        }

        return false;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads as the same number of bytes.</summary>
    public override string ToString()
    {
        foreach (var (name, bytes) in Units)
        {
            if (Bytes > 0 && Bytes % bytes == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Bytes / bytes}{name}");
            }
        }

        return "0B";
    }
}

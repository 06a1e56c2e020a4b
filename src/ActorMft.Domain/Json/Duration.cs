using System.Globalization;
using System.Text;

namespace ActorMft.Domain.Json;

/// <summary>Durations as text: whole numbers with a unit each, from the largest unit down: <c>d</c>, <c>h</c>, <c>m</c>, <c>s</c>, <c>ms</c>.</summary>
public static class Duration
{
    /// <summary>What is allowed, as a sentence for people.</summary>
    public const string Allowed = "a duration such as 250ms, 30s, 15m, 1h30m or 2d";

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = default;
        var rest = text.AsSpan();
        if (rest.IsEmpty)
        {
            return false;
        }

        long ticks = 0;
        var nextUnit = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 9)
            {
                return false;
            }

            var number = long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9');
            var name = letters < 0 ? rest : rest[..letters];
            var unit = nextUnit;
            while (unit < Units.Length && !name.SequenceEqual(Units[unit].Unit))
            {
                unit++;
            }

            if (unit == Units.Length || number > (TimeSpan.MaxValue.Ticks - ticks) / Units[unit].Ticks)
            {
                return false;
            }

            ticks += number * Units[unit].Ticks;
            nextUnit = unit + 1;
            rest = rest[name.Length..];
        }

        value = new TimeSpan(ticks);
        return true;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads as the same duration, to the millisecond.</summary>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        var text = new StringBuilder();
        var rest = value.Ticks;
        foreach (var (unit, ticks) in Units)
        {
            if (rest >= ticks)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / ticks}{unit}");
                rest %= ticks;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }
}

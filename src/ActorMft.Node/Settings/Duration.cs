using System.Globalization;

namespace ActorMft.Node.Settings;

/// <summary>Lengths of time as people write them: <c>500ms</c>, <c>10s</c>, <c>15m</c>, <c>2h</c>, <c>1d</c>.</summary>
internal static class Duration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var milliseconds = text[digits..] switch
        {
            "ms" => 1L,
            "s" => 1000L,
            "m" => 60_000L,
            "h" => 3_600_000L,
            "d" => 86_400_000L,
            _ => 0L,
        };
        var fits = int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && milliseconds > 0;
        duration = fits ? TimeSpan.FromMilliseconds(count * (double)milliseconds) : default;
        return fits;
    }
}

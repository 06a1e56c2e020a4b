using System.Globalization;

namespace ActorMft.Cli.Terminal;

/// <summary>Points in time as people read them, wherever they are.</summary>
internal static class Moment
{
    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same of a JSON text; what isn't a time stays as it is.</summary>
    public static string Show(string json) => DateTimeOffset.TryParse(json, CultureInfo.InvariantCulture, out var time) ? Show(time) : json;
}

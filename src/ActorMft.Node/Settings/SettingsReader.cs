using System.Globalization;
using ActorMft.Domain.Json;

namespace ActorMft.Node.Settings;

/// <summary>Takes typed values out of what was written; whatever doesn't fit becomes a problem and the default stands in.</summary>
internal sealed class SettingsReader(IReadOnlyDictionary<string, SettingValue> values, List<SettingProblem> problems)
{
    public T Read<T>(string key, Func<string, (bool Fits, T Value)> parse, string allowed, T fallback)
    {
        if (!values.TryGetValue(key, out var written))
        {
            return fallback;
        }

        var (fits, value) = parse(written.Text);
        if (fits)
        {
            return value;
        }

        problems.Add(new SettingProblem(written.Where, key, Shown(written), allowed));
        return fallback;
    }

    /// <param name="parse">Throws a <see cref="FormatException"/> that says what is allowed.</param>
    public T ReadOrExplain<T>(string key, Func<string, T> parse, T fallback)
    {
        if (!values.TryGetValue(key, out var written))
        {
            return fallback;
        }

        try
        {
            return parse(written.Text);
        }
        catch (FormatException exception)
        {
            problems.Add(new SettingProblem(written.Where, key, Shown(written), exception.Message));
            return fallback;
        }
    }

    public TimeSpan Time(string key, TimeSpan least, TimeSpan most, TimeSpan fallback) => Read(
        key,
        text => (Duration.TryParse(text, out var value) && value >= least && value <= most, value),
        $"{Duration.Format(least)} to {Duration.Format(most)}, written like 30s, 5m or 1h30m",
        fallback);

    public int Count(string key, int least, int most, int fallback) => Read(
        key,
        text => (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most, value),
        $"a whole number from {least} to {most}",
        fallback);

    /// <summary>In bytes.</summary>
    public long Size(string key, long least, long most, long fallback) => Read(
        key,
        text => (ByteSize.TryParse(text, out var value) && value.Bytes >= least && value.Bytes <= most, value.Bytes),
        $"{new ByteSize(least)} to {new ByteSize(most)}, written like 512KiB or 2GiB",
        fallback);

    public bool Flag(string key, bool fallback) => Read(key, text => (bool.TryParse(text, out var value), value), "true or false", fallback);

    public ListenAddress Listen(string key, ListenAddress fallback) => Read(
        key,
        text => ListenAddress.TryParse(text, out var address) ? (true, address) : (false, fallback),
        $"ADDRESS:PORT, such as 127.0.0.1:{fallback.Port}, [::1]:{fallback.Port} or *:{fallback.Port}; port 0 takes any free one",
        fallback);

    public string Text(string key, string allowed, string fallback) =>
        Read(key, text => (!string.IsNullOrWhiteSpace(text) && !text.Contains('\0', StringComparison.Ordinal), text), allowed, fallback);

    // What isn't a path may hold a password, whatever it was meant to be.
    private static string Shown(SettingValue written)
    {
        var isDatabase = string.Equals(written.Key, SettingKeys.Database, StringComparison.Ordinal);
        if (!isDatabase || written.Text.StartsWith(DatabaseUrl.Sqlite, StringComparison.Ordinal))
        {
            return written.Text;
        }

        var beginning = Math.Max(0, written.Text.AsSpan().IndexOfAny(":=;@/"));
        return written.Text[..beginning] + (written.Text.AsSpan(beginning).StartsWith("://") ? "://..." : "...");
    }
}

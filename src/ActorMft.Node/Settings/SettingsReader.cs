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

    public string Text(string key, string allowed, string fallback) =>
        Read(key, text => (!string.IsNullOrWhiteSpace(text) && !text.Contains('\0', StringComparison.Ordinal), text), allowed, fallback);

    // A database URL may hold a password.
    private static string Shown(SettingValue written)
    {
        var scheme = written.Text.IndexOf("://", StringComparison.Ordinal);
        return string.Equals(written.Key, SettingKeys.Database, StringComparison.Ordinal) && scheme >= 0
            ? written.Text[..(scheme + 3)] + "..."
            : written.Text;
    }
}

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

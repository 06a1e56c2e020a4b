namespace ActorMft.Node.Settings;

/// <summary>Reads the sections <c>sftp</c> and <c>remotes</c>.</summary>
internal static class SftpSection
{
    private const int LongestBanner = 4096;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static SftpSettings Read(SettingsReader reader)
    {
        var defaults = new SftpSettings();
        return new SftpSettings
        {
            Listen = reader.Listen(SettingKeys.SftpListen, defaults.Listen),
            PublicUrl = reader.Read<Uri?>(SettingKeys.SftpPublicUrl, ParsePublicUrl, "sftp://HOST or sftp://HOST:PORT", fallback: null),
            ProxyProtocol = ReadNetworks(reader, SettingKeys.SftpProxyProtocol, defaults.ProxyProtocol),
            Algorithms = AlgorithmLists.OfListener.Read(
                reader.Flag(SettingKeys.SftpLegacyAlgorithms, defaults.Algorithms.Legacy),
                (name, _, parse) => reader.ReadOrExplain<IReadOnlyList<string>?>(SettingKeys.SftpAlgorithms + name, parse, fallback: null)),
            Banner = reader.Read<string?>(
                SettingKeys.SftpBanner, text => (IsBanner(text), text), $"at most {LongestBanner} characters of text in lines", defaults.Banner),
            Login = ReadLogin(reader, defaults.Login),
            Penalties = ReadPenalties(reader, defaults.Penalties),
            Rekey = new RekeySettings
            {
                Bytes = reader.Size(SettingKeys.SftpRekeyBytes, 1L << 20, 1L << 40, defaults.Rekey.Bytes),
                Time = reader.Time(SettingKeys.SftpRekeyTime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), defaults.Rekey.Time),
            },
            KeepAlive = ReadKeepAlive(reader, SettingKeys.SftpKeepAliveInterval, SettingKeys.SftpKeepAliveCount, defaults.KeepAlive),
            MaxChannels = reader.Count(SettingKeys.SftpMaxChannels, 1, 1000, defaults.MaxChannels),
            Window = (int)reader.Size(SettingKeys.SftpWindow, 1L << 18, 1L << 26, defaults.Window),
        };
    }

    public static RemoteSettings ReadRemotes(SettingsReader reader) => new()
    {
        ConnectTimeout = reader.Time(SettingKeys.RemotesConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), new RemoteSettings().ConnectTimeout),
        AnswerTimeout = reader.Time(SettingKeys.RemotesAnswerTimeout, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1), new RemoteSettings().AnswerTimeout),
        KeepAlive = ReadKeepAlive(reader, SettingKeys.RemotesKeepAliveInterval, SettingKeys.RemotesKeepAliveCount, new RemoteSettings().KeepAlive),
    };

    private static LoginSettings ReadLogin(SettingsReader reader, LoginSettings defaults) => new()
    {
        Grace = reader.Time(SettingKeys.SftpLoginGrace, TimeSpan.FromSeconds(1), Hour, defaults.Grace),
        Tries = reader.Count(SettingKeys.SftpLoginTries, 1, 100, defaults.Tries),
        Startups = reader.Read(
            SettingKeys.SftpLoginStartups, text => (StartupSettings.TryParse(text, out var value), value!), StartupSettings.Allowed, defaults.Startups),
        Waiting = reader.Count(SettingKeys.SftpLoginWaiting, 1, 10_000, defaults.Waiting),
    };

    /// <summary>A default that is above a smaller maximum is lowered to it; one that was written is refused.</summary>
    private static PenaltySettings ReadPenalties(SettingsReader reader, PenaltySettings defaults)
    {
        var max = reader.Time(SettingKeys.SftpPenaltiesMax, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), defaults.Max);
        var from = defaults.From < max ? defaults.From : max;
        return new PenaltySettings
        {
            PerFailure = reader.Time(SettingKeys.SftpPenaltiesPerFailure, TimeSpan.Zero, Hour, defaults.PerFailure),
            From = reader.Time(SettingKeys.SftpPenaltiesFrom, TimeSpan.Zero, max, from),
            Max = max,
            Exempt = ReadNetworks(reader, SettingKeys.SftpPenaltiesExempt, defaults.Exempt),
        };
    }

    private static KeepAliveSettings ReadKeepAlive(SettingsReader reader, string interval, string count, KeepAliveSettings defaults) => new(
        reader.Time(interval, TimeSpan.Zero, Hour, defaults.Interval), reader.Count(count, 1, 100, defaults.Count));

    private static TrustedProxies ReadNetworks(SettingsReader reader, string key, TrustedProxies fallback) => reader.Read(
        key, text => (TrustedProxies.TryParse(text, out var networks), networks), "addresses or networks, such as 10.0.0.5, 10.1.0.0/24", fallback);

    private static (bool Fits, Uri? Value) ParsePublicUrl(string text) =>
        (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "sftp" && url.Host.Length > 0, url);

    private static bool IsBanner(string text) =>
        text.Length is > 0 and <= LongestBanner && text.All(letter => !char.IsControl(letter) || letter is '\n' or '\r' or '\t');
}

using System.Collections;
using System.Globalization;
using ActorMft.Domain.Json;

namespace ActorMft.Node.Settings;

/// <summary>Loads <c>actormft.yaml</c> and lays the environment over it.</summary>
public static class SettingsLoader
{
    /// <summary>The file that is read from the working directory when none is named.</summary>
    public const string DefaultFile = "actormft.yaml";

    /// <summary>Loads with this process's environment.</summary>
    /// <param name="file">The settings file; null takes <see cref="DefaultFile"/> if there is one, else the defaults.</param>
    /// <exception cref="SettingsException">Something doesn't fit; all of it at once.</exception>
    public static NodeSettings Load(string? file) => Load(
        file,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? string.Empty)));

    /// <summary>Loads with a given environment.</summary>
    /// <exception cref="SettingsException">Something doesn't fit; all of it at once.</exception>
    public static NodeSettings Load(string? file, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var problems = new List<SettingProblem>();
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var value in ReadFile(file, problems).Concat(SettingsEnvironment.Read(environment)))
        {
            if (SettingKeys.All.Contains(value.Key))
            {
                values[value.Key] = value;
            }
            else
            {
                problems.Add(new SettingProblem(value.Where, value.Key, Value: null, SettingKeys.UnknownKeyHint(value.Key)));
            }
        }

        var settings = Read(new SettingsReader(values, problems));
        return problems.Count == 0 ? settings : throw new SettingsException(problems);
    }

    private static List<SettingValue> ReadFile(string? file, List<SettingProblem> problems)
    {
        if (file is null && !File.Exists(DefaultFile))
        {
            return [];
        }

        var path = file ?? DefaultFile;
        try
        {
            return SettingsYaml.Read(path, File.ReadAllText(path), problems);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new SettingProblem(path, "--config", Value: null, $"can't be read: {exception.Message}"));
            return [];
        }
    }

    private static NodeSettings Read(SettingsReader reader) => new()
    {
        NodeName = reader.Read(
            SettingKeys.NodeName,
            text => (IsNodeName(text), text),
            "1 to 100 letters, digits, dots, dashes or underscores",
            Environment.MachineName),
        Database = reader.ReadOrExplain(SettingKeys.Database, DatabaseUrl.Parse, DatabaseSettings.Default),
        Storage = new StorageSettings { Path = reader.Text(SettingKeys.StoragePath, "a directory", new StorageSettings().Path) },
        Sftp = new SftpSettings
        {
            Listen = reader.Read(SettingKeys.SftpListen, ParseListen, ListenAllowed("2222"), new SftpSettings().Listen),
            PublicUrl = reader.Read<Uri?>(SettingKeys.SftpPublicUrl, ParsePublicUrl, "sftp://HOST or sftp://HOST:PORT", fallback: null),
            ProxyProtocol = reader.Read(
                SettingKeys.SftpProxyProtocol, ParseProxies, "the load balancers' addresses or networks, such as 10.0.0.5, 10.1.0.0/24", TrustedProxies.None),
            LegacyAlgorithms = reader.Read(SettingKeys.SftpLegacyAlgorithms, text => (bool.TryParse(text, out var value), value), "true or false", fallback: false),
        },
        Management = new ManagementSettings
        {
            Listen = reader.Read(SettingKeys.ManagementListen, ParseListen, ListenAllowed("8080"), new ManagementSettings().Listen),
            AdminTokenFile = reader.Text(SettingKeys.AdminTokenFile, "a file's path", new ManagementSettings().AdminTokenFile),
        },
        Secrets = new SecretSettings { KeyFile = reader.Text(SettingKeys.SecretKeyFile, "a file's path", new SecretSettings().KeyFile) },
        Cluster = new ClusterSettings
        {
            Lease = reader.Read(SettingKeys.ClusterLease, ParseLease, "1s to 5m, written like 10s or 1m", new ClusterSettings().Lease),
            Shards = reader.Read(SettingKeys.ClusterShards, ParseShards, "a whole number from 1 to 4096", new ClusterSettings().Shards),
            DrainTimeout = reader.Read(
                SettingKeys.ClusterDrainTimeout, ParseDrainTimeout, "0s to 1h, written like 30s or 5m", new ClusterSettings().DrainTimeout),
        },
        History = new HistorySettings
        {
            Keep = reader.Read(SettingKeys.HistoryKeep, ParseKeep, "1h to 3650d, written like 90d or 12h", new HistorySettings().Keep),
        },
    };

    private static string ListenAllowed(string port) => $"ADDRESS:PORT, such as 127.0.0.1:{port}, [::1]:{port} or *:{port}; port 0 takes any free one";

    private static bool IsNodeName(string text) =>
        text.Length is >= 1 and <= 100 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    private static (bool Fits, ListenAddress Value) ParseListen(string text) =>
        ListenAddress.TryParse(text, out var address) ? (true, address) : (false, new ListenAddress("localhost", 0));

    private static (bool Fits, Uri? Value) ParsePublicUrl(string text) =>
        (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "sftp" && url.Host.Length > 0, url);

    private static (bool Fits, TimeSpan Value) ParseLease(string text) =>
        (Duration.TryParse(text, out var lease) && lease >= TimeSpan.FromSeconds(1) && lease <= TimeSpan.FromMinutes(5), lease);

    private static (bool Fits, TimeSpan Value) ParseKeep(string text) =>
        (Duration.TryParse(text, out var keep) && keep >= TimeSpan.FromHours(1) && keep <= TimeSpan.FromDays(3650), keep);

    private static (bool Fits, TimeSpan Value) ParseDrainTimeout(string text) =>
        (Duration.TryParse(text, out var patience) && patience >= TimeSpan.Zero && patience <= TimeSpan.FromHours(1), patience);

    private static (bool Fits, TrustedProxies Value) ParseProxies(string text) =>
        (TrustedProxies.TryParse(text, out var proxies), proxies);

    private static (bool Fits, int Value) ParseShards(string text) =>
        (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var shards) && shards is >= 1 and <= 4096, shards);
}

using System.Collections;

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
        Sftp = SftpSection.Read(reader),
        Remotes = SftpSection.ReadRemotes(reader),
        Management = new ManagementSettings
        {
            Listen = reader.Listen(SettingKeys.ManagementListen, new ManagementSettings().Listen),
            AdminTokenFile = reader.Text(SettingKeys.AdminTokenFile, "a file's path", new ManagementSettings().AdminTokenFile),
        },
        Secrets = new SecretSettings { KeyFile = reader.Text(SettingKeys.SecretKeyFile, "a file's path", new SecretSettings().KeyFile) },
        Cluster = new ClusterSettings
        {
            Lease = reader.Time(SettingKeys.ClusterLease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), new ClusterSettings().Lease),
            Shards = reader.Count(SettingKeys.ClusterShards, 1, 4096, new ClusterSettings().Shards),
            DrainTimeout = reader.Time(SettingKeys.ClusterDrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), new ClusterSettings().DrainTimeout),
        },
        History = new HistorySettings
        {
            Keep = reader.Time(SettingKeys.HistoryKeep, TimeSpan.FromHours(1), TimeSpan.FromDays(3650), new HistorySettings().Keep),
        },
    };

    private static bool IsNodeName(string text) =>
        text.Length is >= 1 and <= 100 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

}

namespace ActorMft.Node.Settings;

/// <summary>The dotted names of all settings.</summary>
internal static class SettingKeys
{
    public const string NodeName = "node.name";
    public const string Database = "database";
    public const string StoragePath = "storage.path";
    public const string SftpListen = "sftp.listen";
    public const string SftpPublicUrl = "sftp.publicUrl";
    public const string SftpProxyProtocol = "sftp.proxyProtocol";
    public const string SftpLegacyAlgorithms = "sftp.legacyAlgorithms";
    public const string ManagementListen = "management.listen";
    public const string AdminTokenFile = "management.adminToken.file";
    public const string SecretKeyFile = "secrets.keyFile";
    public const string ClusterLease = "cluster.lease";
    public const string ClusterShards = "cluster.shards";
    public const string ClusterDrainTimeout = "cluster.drainTimeout";
    public const string HistoryKeep = "history.keep";

    public static IReadOnlyList<string> All { get; } =
    [
        NodeName, Database, StoragePath, SftpListen, SftpPublicUrl, SftpProxyProtocol, SftpLegacyAlgorithms, ManagementListen, AdminTokenFile, SecretKeyFile,
        ClusterLease, ClusterShards, ClusterDrainTimeout, HistoryKeep,
    ];

    public static string UnknownKeyHint(string key)
    {
        var nearest = NearestName.Of(key, All);
        return nearest is null
            ? $"unknown key; known are {string.Join(", ", All)}"
            : $"unknown key; did you mean {nearest}?";
    }
}

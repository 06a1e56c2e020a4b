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
    public const string SftpAlgorithms = "sftp.algorithms.";
    public const string SftpBanner = "sftp.banner";
    public const string SftpLoginGrace = "sftp.login.grace";
    public const string SftpLoginTries = "sftp.login.tries";
    public const string SftpLoginStartups = "sftp.login.startups";
    public const string SftpLoginWaiting = "sftp.login.waiting";
    public const string SftpPenaltiesPerFailure = "sftp.penalties.perFailure";
    public const string SftpPenaltiesFrom = "sftp.penalties.from";
    public const string SftpPenaltiesMax = "sftp.penalties.max";
    public const string SftpPenaltiesExempt = "sftp.penalties.exempt";
    public const string SftpRekeyBytes = "sftp.rekey.bytes";
    public const string SftpRekeyTime = "sftp.rekey.time";
    public const string SftpKeepAliveInterval = "sftp.keepAlive.interval";
    public const string SftpKeepAliveCount = "sftp.keepAlive.count";
    public const string SftpMaxChannels = "sftp.maxChannels";
    public const string SftpWindow = "sftp.window";
    public const string RemotesConnectTimeout = "remotes.connectTimeout";
    public const string RemotesAnswerTimeout = "remotes.answerTimeout";
    public const string RemotesKeepAliveInterval = "remotes.keepAlive.interval";
    public const string RemotesKeepAliveCount = "remotes.keepAlive.count";
    public const string ManagementListen = "management.listen";
    public const string AdminTokenFile = "management.adminToken.file";
    public const string SecretKeyFile = "secrets.keyFile";
    public const string ClusterLease = "cluster.lease";
    public const string ClusterShards = "cluster.shards";
    public const string ClusterDrainTimeout = "cluster.drainTimeout";
    public const string HistoryKeep = "history.keep";

    public static IReadOnlyList<string> All { get; } =
    [
        NodeName, Database, StoragePath, SftpListen, SftpPublicUrl, SftpProxyProtocol, SftpLegacyAlgorithms,
        .. AlgorithmLists.Names.Select(static name => SftpAlgorithms + name), SftpBanner, SftpLoginGrace, SftpLoginTries, SftpLoginStartups, SftpLoginWaiting, SftpPenaltiesPerFailure,
        SftpPenaltiesFrom, SftpPenaltiesMax, SftpPenaltiesExempt, SftpRekeyBytes, SftpRekeyTime, SftpKeepAliveInterval,
        SftpKeepAliveCount, SftpMaxChannels, SftpWindow, RemotesConnectTimeout, RemotesAnswerTimeout, RemotesKeepAliveInterval, RemotesKeepAliveCount,
        ManagementListen, AdminTokenFile, SecretKeyFile,
        ClusterLease, ClusterShards, ClusterDrainTimeout, HistoryKeep,
    ];

    private static readonly string Known = string.Join(", ", All);

    public static string UnknownKeyHint(string key)
    {
        var nearest = NearestName.Of(key, All);
        return nearest is null
            ? $"unknown key; known are {Known}"
            : $"unknown key; did you mean {nearest}?";
    }
}

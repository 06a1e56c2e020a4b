namespace ActorMft.Node.Settings;

/// <summary>Everything a node is told before it starts: <c>actormft.yaml</c> with the environment laid over it.</summary>
public sealed record NodeSettings
{
    /// <summary><c>node.name</c>: how this node is called in lists, timelines and logs. Default: the host's name.</summary>
    public required string NodeName { get; init; }

    /// <summary><c>database</c>. Default: <c>sqlite:data/actormft.db</c>.</summary>
    public DatabaseSettings Database { get; init; } = DatabaseSettings.Default;

    /// <summary><c>storage</c>.</summary>
    public StorageSettings Storage { get; init; } = new();

    /// <summary><c>sftp</c>.</summary>
    public SftpSettings Sftp { get; init; } = new();

    /// <summary><c>remotes</c>.</summary>
    public RemoteSettings Remotes { get; init; } = new();

    /// <summary><c>management</c>.</summary>
    public ManagementSettings Management { get; init; } = new();

    /// <summary><c>secrets</c>.</summary>
    public SecretSettings Secrets { get; init; } = new();

    /// <summary><c>cluster</c>.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary><c>history</c>.</summary>
    public HistorySettings History { get; init; } = new();
}

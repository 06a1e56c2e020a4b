using ActorMft.Ssh.Transport;

namespace ActorMft.Node.Settings;

/// <summary>Where partners connect to.</summary>
public sealed record SftpSettings
{
    /// <summary><c>sftp.listen</c>. Default: <c>0.0.0.0:2222</c>; port 0 takes any free one.</summary>
    public ListenAddress Listen { get; init; } = new("0.0.0.0", 2222);

    /// <summary><c>sftp.publicUrl</c>: what partners are told to connect to, when that isn't the listener itself.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary><c>sftp.proxyProtocol</c>: load balancers whose connections begin with a PROXY header. Default: none.</summary>
    public TrustedProxies ProxyProtocol { get; init; } = TrustedProxies.None;

    /// <summary>
    /// <c>sftp.algorithms</c> and <c>sftp.legacyAlgorithms</c>, by which those are offered too that are only good enough for old clients (SHA-1,
    /// CBC). Default: all of this machine but those.
    /// </summary>
    public SshAlgorithmPreferences Algorithms { get; init; } = new();

    /// <summary><c>sftp.banner</c>: text that is shown before the login. Default: none.</summary>
    public string? Banner { get; init; }

    /// <summary><c>sftp.login</c>.</summary>
    public LoginSettings Login { get; init; } = new();

    /// <summary><c>sftp.penalties</c>.</summary>
    public PenaltySettings Penalties { get; init; } = new();

    /// <summary><c>sftp.rekey</c>.</summary>
    public RekeySettings Rekey { get; init; } = new();

    /// <summary><c>sftp.keepAlive</c>. Default: 1 min, 3.</summary>
    public KeepAliveSettings KeepAlive { get; init; } = new(TimeSpan.FromMinutes(1), Count: 3);

    /// <summary><c>sftp.maxChannels</c>: sessions in one connection; 1 to 1000. Default: 10.</summary>
    public int MaxChannels { get; init; } = 10;

    /// <summary><c>sftp.window</c>: bytes a partner may send ahead of what was taken in, for each session; 256 KiB to 64 MiB. Default: 2 MiB.</summary>
    public int Window { get; init; } = 2 * 1024 * 1024;
}

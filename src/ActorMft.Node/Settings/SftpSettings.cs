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

    /// <summary><c>sftp.legacyAlgorithms</c>: whether algorithms that are only good enough for old clients (SHA-1, CBC) are offered too. Default: no.</summary>
    public bool LegacyAlgorithms { get; init; }
}

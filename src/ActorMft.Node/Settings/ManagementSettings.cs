namespace ActorMft.Node.Settings;

/// <summary>Where operators and programs connect to.</summary>
public sealed record ManagementSettings
{
    /// <summary><c>management.listen</c>. Default: <c>127.0.0.1:8080</c>; port 0 takes any free one.</summary>
    public ListenAddress Listen { get; init; } = new("127.0.0.1", 8080);

    /// <summary><c>management.adminToken.file</c>: holds the bearer token; made on first start. Default: <c>data/admin.token</c>.</summary>
    public string AdminTokenFile { get; init; } = "data/admin.token";
}

namespace ActorMft.Node.Settings;

/// <summary>How secrets are kept at rest.</summary>
public sealed record SecretSettings
{
    /// <summary><c>secrets.keyFile</c>: the same on every node; made on first start with SQLite. Default: <c>data/secret.key</c>.</summary>
    public string KeyFile { get; init; } = "data/secret.key";
}

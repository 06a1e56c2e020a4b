namespace ActorMft.Testing;

/// <summary>
/// What the main job needs, as YAML for <c>apply</c>: organization <c>acme</c>, its <c>inbox</c> with user <c>acme-upload</c>, the remote server
/// <c>bank</c>, and flow <c>invoices</c> between them.
/// </summary>
public sealed record MainJob
{
    /// <summary>Its key is the user's and the node's own.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Where the node finds the bank.</summary>
    public required int BankPort { get; init; }

    /// <summary>The inbox's idle limit.</summary>
    public string IdleTimeout { get; init; } = "15m";

    /// <summary>The inbox's; 0: no limit.</summary>
    public int MaxSessions { get; init; }

    /// <summary>The bank's.</summary>
    public int MaxConnections { get; init; } = 25;

    /// <summary><c>delete</c> or <c>keep</c>.</summary>
    public string AfterCopy { get; init; } = "keep";

    /// <summary>What to do when the target has the file.</summary>
    public string OnExisting { get; init; } = "replace";

    /// <summary>The flow's retry policy.</summary>
    public string Retry { get; init; } = "{ attempts: 200, initialDelay: 200ms, maxDelay: 1s }";

    /// <summary>How many files go at a time, in which order: keys of the flow.</summary>
    public string Gate { get; init; } = "order: none";

    public string Yaml => $$"""
        kind: Organization
        name: acme
        ---
        kind: Endpoint
        organization: acme
        name: inbox
        type: SftpServer
        idleTimeout: {{IdleTimeout}}
        maxSessions: {{MaxSessions}}
        ---
        kind: User
        organization: acme
        endpoint: inbox
        name: acme-upload
        publicKeys: ["{{Workspace.PublicKey}}"]
        ---
        {{Remote("bank", BankPort, SshdServer.UserName, Workspace)}}
        maxConnections: {{MaxConnections}}
        ---
        kind: Endpoint
        organization: acme
        name: bank-in
        type: ExternalSftp
        remote: bank
        ---
        kind: Flow
        organization: acme
        name: invoices
        source:
          endpoint: inbox
          path: /invoices
          include: ["**"]
          trigger: { on: close, temporaryNames: ["*.filepart", "*.tmp", "*.part"] }
          afterCopy: {{AfterCopy}}
        targets:
          - { endpoint: bank-in, path: inbound, onExisting: {{OnExisting}} }
        retry: {{Retry}}
        {{Gate}}
        """;

    /// <summary>A remote server of <c>acme</c> on this machine that the workspace's key opens; further keys of it may follow.</summary>
    public static string Remote(string name, int port, string user, Workspace workspace) => $$"""
        kind: RemoteServer
        organization: acme
        name: {{name}}
        host: 127.0.0.1
        port: {{port}}
        username: {{user}}
        auth: { privateKey: { file: {{workspace.KeyFile}} } }
        """;
}

namespace ActorMft.Cli.Demo;

/// <summary>What the demo declares: two endpoints, a login for each, and a flow between them.</summary>
internal static class DemoResources
{
    public const string Organization = "demo";
    public const string Flow = "orders";
    public const string Uploader = "demo-partner";
    public const string Receiver = "demo-receiver";

    /// <summary>Where the flow looks in the first endpoint, and where it puts files in the second.</summary>
    public const string SourceFolder = "/orders";

    public const string TargetFolder = "/received";

    public static string Yaml(string publicKey) => $$"""
        # What the demo declares. Change it and declare it again with: actormft apply -f {{DemoDirectory.Name}}/resources.yaml
        kind: Organization
        name: {{Organization}}
        ---
        kind: Endpoint
        organization: {{Organization}}
        name: inbox
        type: SftpServer
        description: partners drop orders here
        ---
        kind: Endpoint
        organization: {{Organization}}
        name: warehouse
        type: SftpServer
        description: orders arrive here
        ---
        kind: Flow
        organization: {{Organization}}
        name: {{Flow}}
        source:
          endpoint: inbox
          path: {{SourceFolder}}
          include: ["*.csv"]
          trigger: { on: close, temporaryNames: ["*.filepart", "*.tmp", "*.part"] }
          afterCopy: delete
        targets:
          - { endpoint: warehouse, path: {{TargetFolder}}, onExisting: replace }
        retry: { attempts: 10, initialDelay: 2s, maxDelay: 5m }
        ---
        kind: User
        organization: {{Organization}}
        endpoint: inbox
        name: {{Uploader}}
        publicKeys: ["{{publicKey}}"]
        ---
        kind: User
        organization: {{Organization}}
        endpoint: warehouse
        name: {{Receiver}}
        publicKeys: ["{{publicKey}}"]
        permissions: [list, read]

        """;
}

namespace ActorMft.Domain.Resources;

/// <summary>The types of endpoints and what each needs; a new type is one line here and one folder in the node.</summary>
public static class EndpointTypes
{
    /// <summary>Our own SFTP server: partners drop and fetch files.</summary>
    public const string SftpServer = "SftpServer";

    /// <summary>Somebody else's SFTP server, reached through a remote server's login.</summary>
    public const string ExternalSftp = "ExternalSftp";

    /// <summary>A directory that the nodes see, usually a mounted share.</summary>
    public const string Lan = "Lan";

    public static IReadOnlyList<EndpointTypeRules> All { get; } =
    [
        new(SftpServer, HasUsers: true, CanBeSource: true, IsPulled: false, NeedsRemote: false, NeedsPath: false),
        new(ExternalSftp, HasUsers: false, CanBeSource: true, IsPulled: true, NeedsRemote: true, NeedsPath: false),
        new(Lan, HasUsers: false, CanBeSource: true, IsPulled: true, NeedsRemote: false, NeedsPath: true),
    ];

    /// <summary>The rules of a type, or null for an unknown one.</summary>
    public static EndpointTypeRules? Find(string type) => All.FirstOrDefault(rules => rules.Name == type);
}

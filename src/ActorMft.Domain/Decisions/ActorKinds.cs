namespace ActorMft.Domain.Decisions;

/// <summary>The kinds of actors, as they are named in the store.</summary>
public static class ActorKinds
{
    public const string Catalog = "catalog";
    public const string Flow = "flow";
    public const string Transfer = "transfer";
    public const string Pool = "pool";
    public const string Session = "session";
    public const string Endpoint = "endpoint";
    public const string Sync = "sync";
    public const string Pull = "pull";
    public const string FileChange = "fileChange";
}

namespace ActorMft.Domain.Decisions;

/// <summary>Names one actor: its kind and its key within the kind, for example <c>flow</c> and <c>acme/invoices</c>.</summary>
public readonly record struct ActorId(string Kind, string Key)
{
    /// <summary>The one catalog of declared resources.</summary>
    public static ActorId Catalog { get; } = new(ActorKinds.Catalog, "catalog");

    public static ActorId Flow(string organization, string name) => new(ActorKinds.Flow, $"{organization}/{name}");

    /// <summary>The looks at a flow's source.</summary>
    public static ActorId Pull(string organization, string flow) => new(ActorKinds.Pull, $"{organization}/{flow}");

    public static ActorId Transfer(string transferId) => new(ActorKinds.Transfer, transferId);

    public static ActorId Pool(string organization, string remote) => new(ActorKinds.Pool, $"{organization}/{remote}");

    public static ActorId Session(string sessionId) => new(ActorKinds.Session, sessionId);

    public static ActorId Endpoint(string organization, string name) => new(ActorKinds.Endpoint, $"{organization}/{name}");

    public static ActorId Sync(string organization, string name) => new(ActorKinds.Sync, $"{organization}/{name}");

    /// <summary>The record of one change of a file.</summary>
    public static ActorId FileChange(string changeId) => new(ActorKinds.FileChange, changeId);

    public override string ToString() => $"{Kind}/{Key}";
}

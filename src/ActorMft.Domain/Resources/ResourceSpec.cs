using System.Text.Json.Serialization;

namespace ActorMft.Domain.Resources;

/// <summary>One declared resource; its JSON is the twin of its YAML, told apart by <c>kind</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OrganizationSpec), nameof(ResourceKind.Organization))]
[JsonDerivedType(typeof(EndpointSpec), nameof(ResourceKind.Endpoint))]
[JsonDerivedType(typeof(UserSpec), nameof(ResourceKind.User))]
[JsonDerivedType(typeof(RemoteSpec), nameof(ResourceKind.RemoteServer))]
[JsonDerivedType(typeof(FlowSpec), nameof(ResourceKind.Flow))]
[JsonDerivedType(typeof(SyncSpec), nameof(ResourceKind.Sync))]
[JsonDerivedType(typeof(MountSpec), nameof(ResourceKind.Mount))]
public abstract record ResourceSpec
{
    private protected ResourceSpec(ResourceKind kind) => Kind = kind;

    /// <summary>The organization it belongs to; empty for an organization itself.</summary>
    [JsonPropertyOrder(-2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Organization { get; init; }

    /// <summary>Unique among the organization's resources of the same kind; a user's is the login, unique in the cluster.</summary>
    [JsonPropertyOrder(-1)]
    public string Name { get; init; } = "";

    [JsonIgnore]
    public ResourceKind Kind { get; }

    /// <summary>The resource's identity over all organizations.</summary>
    [JsonIgnore]
    public ResourceKey Key => new(Kind, Kind == ResourceKind.Organization ? Name : Organization ?? "", Name);
}

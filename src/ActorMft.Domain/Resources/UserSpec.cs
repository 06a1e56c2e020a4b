using System.Text.Json.Serialization;

namespace ActorMft.Domain.Resources;

/// <summary>A login of one endpoint; its name is unique in the cluster.</summary>
public sealed record UserSpec() : ResourceSpec(ResourceKind.User)
{
    /// <summary>The endpoint that it can log in to; no other.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The flow that it belongs to, if any; a flow whose source is the user's endpoint.</summary>
    public string? Flow { get; init; }

    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    /// <summary>Kept as a hash.</summary>
    public Secret? Password { get; init; }

    /// <summary>
    /// True for the login of a space inbox, made by the credentials call: its password is kept sealed beside its hash, so that the
    /// call can tell it again. It follows its flow, also into its end.
    /// </summary>
    [JsonIgnore]
    public bool IsIssued => Password is { Hash: not null, Sealed: not null };

    /// <summary>Lines in OpenSSH form, <c>ssh-ed25519 AAAA... comment</c>.</summary>
    public IReadOnlyList<string> PublicKeys { get; init; } = [];

    /// <summary>
    /// What a login has to prove, all of it, in any order; a key twice means two keys. Absent: any one declared key, or the
    /// password.
    /// </summary>
    public IReadOnlyList<AuthenticationMethod>? Authentication { get; init; }

    /// <summary>The directory of the endpoint that the user sees as <c>/</c>.</summary>
    public string Home { get; init; } = "/";

    /// <summary>What the user may do. Default: everything.</summary>
    public IReadOnlyList<Permission> Permissions { get; init; } = Enum.GetValues<Permission>();
}

using System.Text.Json.Serialization;

namespace ActorMft.Domain.Resources;

/// <summary>The types of key pairs that can be made for a remote server.</summary>
public enum GeneratedKey
{
    [JsonStringEnumMemberName("rsa-4096")]
    Rsa4096,

    [JsonStringEnumMemberName("ed25519")]
    Ed25519,
}

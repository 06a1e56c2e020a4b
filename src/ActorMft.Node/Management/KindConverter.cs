using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Management;

/// <summary>Kinds are written as in YAML (<c>RemoteServer</c>), unlike other enums.</summary>
internal sealed class KindConverter : JsonConverter<ResourceKind>
{
    public override ResourceKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Enum.TryParse<ResourceKind>(reader.GetString(), out var kind) ? kind : throw new JsonException("not a kind of resource");

    public override void Write(Utf8JsonWriter writer, ResourceKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

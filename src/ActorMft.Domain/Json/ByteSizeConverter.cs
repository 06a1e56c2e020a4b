using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorMft.Domain.Json;

/// <summary>Sizes as people write them: <c>100MB</c>.</summary>
internal sealed class ByteSizeConverter : JsonConverter<ByteSize>
{
    public override ByteSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ByteSize.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException(ByteSize.Allowed);

    public override void Write(Utf8JsonWriter writer, ByteSize value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

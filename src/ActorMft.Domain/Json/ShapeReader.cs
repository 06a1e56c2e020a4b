using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Json;

/// <summary>Holds JSON against the shape of a record: collects what doesn't fit, and keeps the rest so that reading goes on.</summary>
internal sealed class ShapeReader(int index)
{
    private const int LongestValueShown = 80;
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Whether a problem at this path, around it or in it, is known already.</summary>
    public bool Covers(string path) => _problems.Exists(problem =>
        problem.Path == path || IsWithin(problem.Path, path) || IsWithin(path, problem.Path));

    public static string Shorten(string value) => value.Length <= LongestValueShown ? value : value[..LongestValueShown] + "...";

    /// <summary>The part of a value that fits the type; null when nothing does.</summary>
    public JsonNode? Read(JsonElement value, Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return ReadText(value, path);
        }

        if (type == typeof(bool))
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Refuse(value, path, "true or false");
        }

        if (type == typeof(int))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : Refuse(value, path, "a whole number");
        }

        if (type == typeof(TimeSpan))
        {
            return value.ValueKind == JsonValueKind.String && Duration.TryParse(value.GetString(), out _)
                ? value.GetString()
                : Refuse(value, path, Duration.Allowed);
        }

        if (type == typeof(ByteSize))
        {
            return ReadSize(value, path);
        }

        if (type.IsEnum)
        {
            return ReadWord(value, type, path);
        }

        var shape = DomainJson.Options.GetTypeInfo(type);
        return shape.Kind == JsonTypeInfoKind.Enumerable
            ? ReadList(value, shape.ElementType!, path)
            : ReadFields(value, shape, path);
    }

    private static bool IsWithin(string inner, string outer) =>
        inner.Length > outer.Length && outer.Length > 0 && inner.StartsWith(outer, StringComparison.Ordinal) && inner[outer.Length] is '.' or '[';

    private JsonNode? ReadText(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => Refuse(value, path, "text"),
    };

    // A plain number is a number of bytes.
    private JsonNode? ReadSize(JsonElement value, string path)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return ByteSize.TryParse(text, out _) ? text : Refuse(value, path, ByteSize.Allowed);
    }

    private JsonNode? ReadWord(JsonElement value, Type type, string path)
    {
        var words = Enum.GetValuesAsUnderlyingType(type).Cast<object>()
            .Select(each => JsonSerializer.SerializeToNode(Enum.ToObject(type, each), type, DomainJson.Options)!.GetValue<string>())
            .ToList();
        return value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()!)
            ? value.GetString()
            : Refuse(value, path, words.Count == 1 ? words[0] : $"one of {string.Join(", ", words)}");
    }

    private JsonArray? ReadList(JsonElement value, Type elementType, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(value, path, "a list");
            return null;
        }

        var list = new JsonArray();
        var i = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (Read(element, elementType, $"{path}[{i}]") is { } item)
            {
                list.Add(item);
            }

            i++;
        }

        return list;
    }

    private JsonObject? ReadFields(JsonElement value, JsonTypeInfo shape, string path)
    {
        var known = shape.Properties.Where(property => property.Set is not null).ToDictionary(property => property.Name, StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(value, path, $"fields: {string.Join(", ", known.Keys)}");
            return null;
        }

        var fields = new JsonObject();
        foreach (var field in value.EnumerateObject())
        {
            var fieldPath = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (path.Length == 0 && field.Name == "kind")
            {
                continue;
            }

            if (!known.TryGetValue(field.Name, out var property))
            {
                Refuse(field.Value, fieldPath, UnknownField(field.Name, known.Keys));
            }
            else if (fields.ContainsKey(field.Name))
            {
                Refuse(field.Value, fieldPath, "the field once");
            }
            else if (field.Value.ValueKind != JsonValueKind.Null && Read(field.Value, property.PropertyType, fieldPath) is { } read)
            {
                fields.Add(field.Name, read);
            }
        }

        return fields;
    }

    private static string UnknownField(string name, IReadOnlyCollection<string> known)
    {
        var near = known.FirstOrDefault(each => Spelling.IsNear(each, name));
        var hint = near is null ? "" : $"; did you mean {near}?";
        return $"a known field: {string.Join(", ", known)}{hint}";
    }

    private JsonValue? Refuse(JsonElement value, string path, string allowed)
    {
        var seen = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var isSecret = path.Contains("password", StringComparison.OrdinalIgnoreCase)
            || path.Contains("privateKey", StringComparison.OrdinalIgnoreCase)
            || path.Contains("passphrase", StringComparison.OrdinalIgnoreCase);
        _problems.Add(new Problem(index, path, isSecret ? "(secret)" : Shorten(seen), allowed));
        return null;
    }
}

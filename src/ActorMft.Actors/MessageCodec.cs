using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace ActorMft.Actors;

/// <summary>
/// Turns messages, events, replies, work payloads and states into JSON and back, by registered names (never by type names, so
/// that types can be renamed). Register everything before the node starts.
/// </summary>
public sealed class MessageCodec
{
    private static readonly IReadOnlyDictionary<int, Func<JsonNode, JsonNode>> NoUpcasters = new Dictionary<int, Func<JsonNode, JsonNode>>();

    private readonly Dictionary<Type, Entry> _byType = [];
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);

    /// <summary>Registers <typeparamref name="T"/> with source-generated or customised type information.</summary>
    /// <param name="name">Stored with every row; never change it.</param>
    /// <param name="version">Raise it when the JSON changes so that old rows need an upcaster.</param>
    /// <param name="upcasters">From an old version to the next one up; missing versions are taken as they are.</param>
    public MessageCodec Register<T>(
        string name,
        int version,
        JsonTypeInfo<T> typeInfo,
        IReadOnlyDictionary<int, Func<JsonNode, JsonNode>>? upcasters = null)
        where T : notnull =>
        Add(new Entry(typeof(T), name, version, typeInfo, upcasters ?? NoUpcasters));

    /// <summary>Registers <typeparamref name="T"/> with serializer options; see the other overload.</summary>
    public MessageCodec Register<T>(
        string name,
        int version,
        JsonSerializerOptions options,
        IReadOnlyDictionary<int, Func<JsonNode, JsonNode>>? upcasters = null)
        where T : notnull =>
        Register(typeof(T), name, version, options, upcasters);

    /// <summary>Registers a type with serializer options; see the other overload.</summary>
    public MessageCodec Register(
        Type type,
        string name,
        int version,
        JsonSerializerOptions options,
        IReadOnlyDictionary<int, Func<JsonNode, JsonNode>>? upcasters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        return Add(new Entry(type, name, version, options.GetTypeInfo(type), upcasters ?? NoUpcasters));
    }

    /// <summary>Encodes by the value's own type.</summary>
    /// <exception cref="InvalidOperationException">The type is not registered.</exception>
    public EncodedMessage Encode(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return _byType.TryGetValue(value.GetType(), out Entry? entry)
            ? new EncodedMessage(entry.Name, entry.Version, JsonSerializer.Serialize(value, entry.TypeInfo))
            : throw new InvalidOperationException($"{value.GetType()} is not registered with the message codec.");
    }

    /// <summary>Decodes, going through the upcasters when it was stored under an older version.</summary>
    /// <exception cref="InvalidOperationException">The name is not registered, or the stored version is newer than the registered one.</exception>
    /// <exception cref="JsonException">The JSON does not fit.</exception>
    public object Decode(EncodedMessage stored)
    {
        if (!_byName.TryGetValue(stored.Type, out Entry? entry))
        {
            throw new InvalidOperationException($"A stored message has the type '{stored.Type}', which this program does not know.");
        }

        if (stored.Version > entry.Version)
        {
            throw new InvalidOperationException(
                $"A stored '{stored.Type}' has version {stored.Version}; this program knows versions up to {entry.Version}.");
        }

        object? value = stored.Version == entry.Version
            ? JsonSerializer.Deserialize(stored.Json, entry.TypeInfo)
            : Upcast(entry, stored).Deserialize(entry.TypeInfo);
        return value ?? throw new JsonException($"A stored '{stored.Type}' is null.");
    }

    private static JsonNode Upcast(Entry entry, EncodedMessage stored)
    {
        JsonNode node = JsonNode.Parse(stored.Json) ?? throw new JsonException($"A stored '{stored.Type}' is null.");
        for (int version = stored.Version; version < entry.Version; version++)
        {
            if (entry.Upcasters.TryGetValue(version, out Func<JsonNode, JsonNode>? upcaster))
            {
                node = upcaster(node);
            }
        }

        return node;
    }

    private MessageCodec Add(Entry entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(entry.Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(entry.Version, 1, "version");
        if (!_byName.TryAdd(entry.Name, entry))
        {
            throw new ArgumentException($"'{entry.Name}' is already registered with the message codec.");
        }

        if (!_byType.TryAdd(entry.Type, entry))
        {
            throw new ArgumentException($"{entry.Type} is already registered with the message codec.");
        }

        return this;
    }

    private sealed record Entry(
        Type Type,
        string Name,
        int Version,
        JsonTypeInfo TypeInfo,
        IReadOnlyDictionary<int, Func<JsonNode, JsonNode>> Upcasters);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorMft.Cli.Terminal;

/// <summary>How the program reads and writes JSON.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Indented(JsonNode? node) => node?.ToJsonString(Options) ?? "null";

    /// <summary>A scalar as text, a list as comma-separated text; empty for what is missing.</summary>
    public static string Show(JsonNode? node) => node switch
    {
        null => "",
        JsonArray array => string.Join(", ", array.Select(Show)),
        JsonObject json => string.Join(' ', json.Select(pair => $"{pair.Key}={Show(pair.Value)}")),
        _ => node.ToString(),
    };
}

using System.Text.Json.Nodes;

namespace ActorMft.Cli.Yaml;

/// <summary>One resource of a YAML file: its JSON twin, and the line of every key.</summary>
internal sealed record ResourceDocument(string File, int Line, JsonObject Json, IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>Keys under which a secret stands; their values are never shown.</summary>
    public static bool IsSecretKey(string key) => key is "password" or "passphrase" or "privateKey";

    /// <summary><c>Kind organization/name</c>, as far as it is written.</summary>
    public string Title
    {
        get
        {
            var name = string.Join('/', new[] { Text("organization"), Text("name") }.Where(part => part is not null));
            return $"{Text("kind")} {name}".Trim();
        }
    }

    /// <summary>The line of a key like <c>targets[0].endpoint</c>, or of the nearest thing that holds it.</summary>
    public SourcePosition Locate(string? path)
    {
        for (var rest = path ?? ""; rest.Length > 0; rest = Parent(rest))
        {
            if (Lines.TryGetValue(rest, out var line))
            {
                return new SourcePosition(File, line);
            }
        }
        return new SourcePosition(File, Line);
    }

    /// <summary>Whether a key is, or lies below, one that holds a secret.</summary>
    public static bool IsSecretPath(string path) => path.Split('.', '[').Any(IsSecretKey);

    private string? Text(string key) => Json.TryGetPropertyValue(key, out var node) && node is JsonValue value ? value.ToString() : null;

    private static string Parent(string path)
    {
        var cut = path.LastIndexOfAny(['.', '[']);
        return cut < 0 ? "" : path[..cut];
    }
}

using System.Text.Json.Nodes;

namespace ActorMft.Cli.Yaml;

/// <summary>
/// Replaces <c>{ env: NAME }</c> and <c>{ file: PATH }</c> by <c>{ value: ... }</c>, here, where the variables and files are.
/// What a secret says is never part of a message.
/// </summary>
internal sealed class SecretResolver(Func<string, string?> variable, string directory, List<ResourceProblem> problems)
{
    private const string Allowed = "write { env: NAME }, { file: PATH }, { value: TEXT } or { hash: HASH }";

    public void Resolve(ResourceDocument document) => Visit(document, document.Json, "");

    private void Visit(ResourceDocument document, JsonObject json, string path)
    {
        foreach (var (key, node) in json.ToList())
        {
            var inner = path.Length == 0 ? key : $"{path}.{key}";
            if (ResourceDocument.IsSecretKey(key) && node is not null)
            {
                json[key] = Secret(document, node, inner);
            }
            else if (node is JsonObject child)
            {
                Visit(document, child, inner);
            }
        }
    }

    private JsonObject Secret(ResourceDocument document, JsonNode node, string path)
    {
        if (node is not JsonObject { Count: 1 } source || source.First() is not { Key: "env" or "file" or "value" or "hash" or "set", Value: JsonValue } entry)
        {
            return Refuse(document, path, $"a secret isn't written like this; {Allowed}");
        }
        if (entry.Key == "set")
        {
            // What 'get' shows: the node keeps the secret that it has.
            return new JsonObject { ["set"] = true };
        }
        var argument = entry.Value!.ToString();
        return entry.Key switch
        {
            "env" => FromVariable(document, path, argument),
            "file" => FromFile(document, path, argument),
            _ => new JsonObject { [entry.Key] = argument },
        };
    }

    private JsonObject FromVariable(ResourceDocument document, string path, string name)
    {
        if (variable(name) is { Length: > 0 } value)
        {
            return Value(value);
        }
        return Refuse(document, $"{path}.env", $"the environment variable {name} is not set; set it and run apply again");
    }

    private JsonObject FromFile(ResourceDocument document, string path, string name)
    {
        var full = Path.GetFullPath(name, Path.GetDirectoryName(Path.GetFullPath(document.File, directory))!);
        try
        {
            var text = File.ReadAllText(full);
            var value = path.EndsWith("privateKey", StringComparison.Ordinal) ? text : text.TrimEnd('\r', '\n');
            return value.Length > 0 ? Value(value) : Refuse(document, $"{path}.file", $"the file {name} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(document, $"{path}.file", $"the file {full} can't be read: {e.Message}");
        }
    }

    /// <summary>Reports the problem and puts a stand-in, so that the node can still be asked about everything else.</summary>
    private JsonObject Refuse(ResourceDocument document, string path, string message)
    {
        problems.Add(new ResourceProblem(document.Locate(path), document.Title, path, null, message));
        return Value("stand-in");
    }

    private static JsonObject Value(string value) => new() { ["value"] = value };
}

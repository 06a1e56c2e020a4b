using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace ActorMft.Cli.Yaml;

/// <summary>Turns the nodes of one YAML document into its JSON twin and remembers the line of every key.</summary>
internal sealed class YamlConverter(string file, List<ResourceProblem> problems)
{
    /// <summary>More nodes than any real resource has; reached only by aliases that multiply.</summary>
    private const int MaxNodes = 100_000;

    private const int MaxDepth = 64;

    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private int _nodes;

    /// <summary>Null when the document isn't a resource; the reason is then among the problems.</summary>
    public ResourceDocument? Convert(YamlDocument document)
    {
        var line = (int)document.RootNode.Start.Line;
        if (document.RootNode is not YamlMappingNode root)
        {
            if (document.RootNode is not YamlScalarNode { Value: null or "" })
            {
                Report(line, "", "a resource is a mapping that starts with 'kind: Organization', Endpoint, User, RemoteServer or Flow");
            }
            return null;
        }
        var before = problems.Count;
        var json = (JsonObject)Mapping(root, "", 0);
        return problems.Count == before ? new ResourceDocument(file, line, json, _lines) : null;
    }

    private JsonNode Mapping(YamlMappingNode mapping, string path, int depth)
    {
        var json = new JsonObject();
        foreach (var (keyNode, valueNode) in mapping.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { Length: > 0 } key })
            {
                Report((int)keyNode.Start.Line, path, "a key must be a word");
                continue;
            }
            var inner = path.Length == 0 ? key : $"{path}.{key}";
            _lines.TryAdd(inner, (int)keyNode.Start.Line);
            json[key] = Node(valueNode, key, inner, depth + 1);
        }
        return json;
    }

    private JsonArray Sequence(YamlSequenceNode sequence, string key, string path, int depth)
    {
        var json = new JsonArray();
        for (var i = 0; i < sequence.Children.Count; i++)
        {
            var inner = $"{path}[{i}]";
            _lines.TryAdd(inner, (int)sequence.Children[i].Start.Line);
            json.Add(Node(sequence.Children[i], key, inner, depth + 1));
        }
        return json;
    }

    private JsonNode? Node(YamlNode node, string key, string path, int depth)
    {
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            if (_nodes <= MaxNodes + 1)
            {
                Report((int)node.Start.Line, path, $"the document is nested deeper than {MaxDepth} levels or has more than {MaxNodes} parts");
                _nodes = MaxNodes + 1;
            }
            return null;
        }
        return node switch
        {
            YamlMappingNode mapping => Mapping(mapping, path, depth),
            YamlSequenceNode sequence => Sequence(sequence, key, path, depth),
            YamlScalarNode scalar => YamlScalars.Convert(scalar, key),
            _ => null,
        };
    }

    private void Report(int line, string path, string message) => problems.Add(new ResourceProblem(new SourcePosition(file, line), null, path, null, message));
}

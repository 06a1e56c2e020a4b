using System.Text.Json.Nodes;
using ActorMft.Cli.Yaml;

namespace ActorMft.Cli.Terminal;

/// <summary>Writes what a node answered in the format that was asked for.</summary>
internal static class NodeOutput
{
    public static void Write(TextWriter output, OutputFormat format, JsonArray items, Action<TextWriter> table)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(JsonText.Indented(items));
                break;
            case OutputFormat.Yaml:
                YamlWriter.Write(output, items);
                break;
            default:
                table(output);
                break;
        }
    }

    public static void Write(TextWriter output, OutputFormat format, JsonObject item, Action<TextWriter> table)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(JsonText.Indented(item));
                break;
            case OutputFormat.Yaml:
                YamlWriter.Write(output, [item]);
                break;
            default:
                table(output);
                break;
        }
    }
}

using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary>Files of an endpoint, for people.</summary>
internal static class FileTable
{
    public static void Write(TextWriter output, IEnumerable<JsonNode?> files)
    {
        var table = new TextTable("NAME", "DIRECTORY", "TYPE", "SIZE", "CHANGED");
        foreach (var file in files)
        {
            table.Add(
                file?["fileName"]?.ToString(),
                file?["remoteDirectory"]?.ToString(),
                file?["type"]?.ToString(),
                file?["size"] is { } size ? Quantity.Bytes(size.GetValue<long>()) : "",
                file?["timestamp"]?.ToString() ?? "");
        }

        table.Write(output);
    }
}

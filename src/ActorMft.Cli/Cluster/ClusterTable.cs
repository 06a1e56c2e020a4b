using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Cluster;

/// <summary>Members with their shards, then pools.</summary>
internal static class ClusterTable
{
    public static void Write(TextWriter output, JsonObject status)
    {
        var regions = status["shards"]?["regions"] as JsonArray ?? [];
        var owned = regions.GroupBy(region => JsonText.Show(region?["node"])).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var members = new TextTable("NODE", "STATUS", "SHARDS");
        foreach (var member in status["members"]?["members"] as JsonArray ?? [])
        {
            var node = JsonText.Show(member?["node"]);
            members.Add(node, JsonText.Show(member?["status"]), owned.GetValueOrDefault(node).ToString(CultureInfo.InvariantCulture));
        }
        members.Write(output);
        if (status["pools"] is JsonArray { Count: > 0 } pools)
        {
            output.WriteLine();
            WritePools(output, pools);
        }
    }

    private static void WritePools(TextWriter output, JsonArray pools)
    {
        var table = new TextTable("REMOTE", "CONNECTIONS", "AT MOST", "WAITING");
        foreach (var pool in pools)
        {
            table.Add(JsonText.Show(pool?["remote"]), JsonText.Show(pool?["granted"]), JsonText.Show(pool?["cap"]), JsonText.Show(pool?["waiting"]));
        }
        table.Write(output);
    }
}

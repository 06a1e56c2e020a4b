using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Cluster;

/// <summary>Members with their shards, a line about all shards, then pools.</summary>
internal static class ClusterTable
{
    public static void Write(TextWriter output, JsonObject status)
    {
        WriteMembers(output, status["members"]);
        output.WriteLine();
        WriteShards(output, status["shards"]?["shards"] as JsonArray ?? []);
        if (status["pools"] is JsonArray { Count: > 0 } pools)
        {
            output.WriteLine();
            WritePools(output, pools);
        }
    }

    private static void WriteMembers(TextWriter output, JsonNode? list)
    {
        var silent = (list?["unreachable"] as JsonArray ?? []).Select(node => JsonText.Show(node?["node"])).ToHashSet(StringComparer.Ordinal);
        var members = new TextTable("NODE", "STATUS", "SHARDS", "LEASE", "VERSION", "MANAGEMENT");
        foreach (var member in list?["members"] as JsonArray ?? [])
        {
            var seconds = JsonText.Show(member?["leaseSeconds"]);
            var isOut = seconds is "0" && silent.Contains(JsonText.Show(member?["node"]));
            members.Add(
                JsonText.Show(member?["node"]),
                isOut ? "unreachable" : JsonText.Show(member?["status"]),
                JsonText.Show(member?["shards"]),
                isOut ? "passed" : $"{seconds} s",
                JsonText.Show(member?["version"]),
                JsonText.Show(member?["address"]));
        }
        members.Write(output);
    }

    private static void WriteShards(TextWriter output, JsonArray shards)
    {
        var unowned = shards.Count(shard => shard?["node"] is null);
        output.WriteLine(unowned == 0 ? $"{shards.Count} shards, all owned" : $"{shards.Count} shards, {unowned} without an owner at the moment");
    }

    private static void WritePools(TextWriter output, JsonArray pools)
    {
        var table = new TextTable("REMOTE", "CONNECTIONS", "AT MOST", "WAITING", "HOLDERS");
        foreach (var pool in pools)
        {
            var holders = (pool?["holders"] as JsonArray ?? []).Select(holder => $"{JsonText.Show(holder?["node"])}: {JsonText.Show(holder?["count"])}");
            table.Add(
                JsonText.Show(pool?["remote"]),
                JsonText.Show(pool?["granted"]),
                JsonText.Show(pool?["cap"]),
                JsonText.Show(pool?["waiting"]),
                pool?["disabledReason"] is { } reason ? $"disabled: {JsonText.Show(reason)}" : string.Join(", ", holders));
        }
        table.Write(output);
    }
}

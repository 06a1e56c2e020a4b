using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Resources;

/// <summary>What a table shows of each kind.</summary>
internal static class ResourceTable
{
    public static void Write(TextWriter output, ResourceKind kind, IList<JsonNode?> items)
    {
        if (items.Count == 0)
        {
            output.WriteLine($"No {kind.Words[1]} are declared.");
            return;
        }
        var columns = ColumnsOf(kind);
        var table = new TextTable([.. columns.Select(column => column.Title)]);
        foreach (var item in items)
        {
            table.Add([.. columns.Select(column => item is JsonObject json ? column.Show(json) : "")]);
        }
        table.Write(output);
    }

    private static (string Title, Func<JsonObject, string> Show)[] ColumnsOf(ResourceKind kind) => kind.Name switch
    {
        "Organization" => [Name, Description],
        "Endpoint" => [Organization, Name, Plain("TYPE", "type"), Enabled, ("WHERE", Where), Description],
        "User" => [Organization, Name, Plain("ENDPOINT", "endpoint"), Enabled, ("LOGS IN WITH", Credentials), Plain("HOME", "home"), Plain("PERMISSIONS", "permissions")],
        "RemoteServer" => [Organization, Name, ("ADDRESS", json => $"{Text(json, "host")}:{Text(json, "port")}"), Plain("USERNAME", "username"), ("HOST KEY", HostKey), Plain("AT MOST", "maxConnections"), ("STATE", State)],
        "Mount" => [Organization, Name, Enabled, ("FOLDER", json => $"{Text(json, "endpoint")}:{Text(json, "path")}"), ("REMOTE", json => $"{Text(json, "remote")}:{Text(json, "remotePath")}"), Description],
        "Sync" => [Organization, Name, Enabled, Plain("DIRECTION", "direction"), ("ENDPOINT", json => $"{Text(json, "endpoint")}:{Text(json, "path")}"), ("REMOTE", json => $"{Text(json, "remote")}:{Text(json, "remotePath")}"), ("SCHEDULE", Schedule), Plain("AFTER COPY", "afterCopy")],
        _ => [Organization, Name, Enabled, ("SOURCE", Source), ("TARGETS", Targets), ("TRIGGER", json => Text(json["source"], "trigger", "on")), ("NEXT LOOK", NextLook), ("AFTER COPY", json => Text(json["source"], "afterCopy"))],
    };

    private static (string Title, Func<JsonObject, string> Show) Name { get; } = Plain("NAME", "name");

    private static (string Title, Func<JsonObject, string> Show) Organization { get; } = Plain("ORGANIZATION", "organization");

    private static (string Title, Func<JsonObject, string> Show) Description { get; } = Plain("DESCRIPTION", "description");

    private static (string Title, Func<JsonObject, string> Show) Enabled { get; } = ("ENABLED", json => json["enabled"]?.ToString() is "false" ? "no" : "yes");

    private static (string Title, Func<JsonObject, string> Show) Plain(string title, string key) => (title, json => Text(json, key));

    private static string Where(JsonObject json) => Text(json, "type") switch
    {
        "ExternalSftp" => $"remote {Text(json, "remote")}",
        "Lan" => Text(json, "path"),
        _ => "",
    };

    /// <summary>What was learned or accepted goes before what was declared.</summary>
    private static string HostKey(JsonObject json) => Text(json, "hostKeyPolicy") == "acceptAny" ? "ANY, NOT COMPARED" : Text(json["status"], "hostKey") is { Length: > 0 } learned ? learned : Text(json, "hostKey");

    private static string State(JsonObject json) => Text(json["status"], "disabledReason") switch
    {
        { Length: > 0 } reason => $"disabled: {reason}",
        _ => json["enabled"]?.ToString() is "false" ? "disabled" : "enabled",
    };

    private static string Schedule(JsonObject json) => Text(json["schedule"], "every") switch
    {
        { Length: > 0 } every => $"every {every}",
        _ => string.Join(' ', new[] { Text(json["schedule"], "cron"), Text(json["schedule"], "timeZone") }.Where(word => word.Length > 0)),
    };

    /// <summary>Of a flow that looks for files; with what was wrong at the last look, if something was.</summary>
    private static string NextLook(JsonObject json)
    {
        var problem = Text(json["status"], "hold") is { Length: > 0 } hold ? $"held: {hold}" : Text(json["status"], "lastRun", "error") is { Length: > 0 } error ? $"failed: {error}" : "";
        return string.Join("; ", new[] { Moment.Show(Text(json["status"], "nextRun")), problem }.Where(text => text.Length > 0));
    }

    private static string Credentials(JsonObject json)
    {
        var declared = Declared(json);
        return json["authentication"] is JsonArray { Count: > 1 } all ? $"{declared}; needs {string.Join(" and ", all)}" : declared;
    }

    private static string Declared(JsonObject json)
    {
        var keys = (json["publicKeys"] as JsonArray)?.Count ?? 0;
        return (json["password"] is not null, keys) switch
        {
            (true, 0) => "password",
            (true, _) => $"password, {Keys(keys)}",
            (false, 0) => "nothing yet",
            _ => Keys(keys),
        };
    }

    private static string Keys(int count) => count == 1 ? "1 key" : $"{count} keys";

    private static string Source(JsonObject json) => $"{Text(json["source"], "endpoint")}:{Text(json["source"], "path")}";

    private static string Targets(JsonObject json) =>
        string.Join(", ", (json["targets"] as JsonArray ?? []).Select(target => $"{Text(target, "endpoint")}:{Text(target, "path")}"));

    private static string Text(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = node is JsonObject json ? json[key] : null;
        }
        return JsonText.Show(node);
    }
}

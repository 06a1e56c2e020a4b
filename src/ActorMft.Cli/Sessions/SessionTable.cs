using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Sessions;

/// <summary>Sessions as a table.</summary>
internal static class SessionTable
{
    public static void Write(TextWriter output, JsonArray sessions, DateTimeOffset now)
    {
        if (sessions.Count == 0)
        {
            output.WriteLine("No sessions.");
            return;
        }
        var table = new TextTable("ID", "USER", "ENDPOINT", "FROM", "NODE", "OPEN FOR", "RECEIVED", "SENT", "CLIENT", "FILES");
        foreach (var session in sessions)
        {
            table.Add(
                Text(session, "id"),
                Text(session, "user"),
                $"{Text(session, "organization")}/{Text(session, "endpoint")}",
                Text(session, "remoteAddress"),
                Text(session, "node"),
                Age(session, now),
                Bytes(session, "bytesReceived"),
                Bytes(session, "bytesSent"),
                Text(session, "client"),
                Text(session, "paths"));
        }
        table.Write(output);
    }

    private static string Text(JsonNode? session, string key) => JsonText.Show(session?[key]);

    private static string Age(JsonNode? session, DateTimeOffset now) =>
        DateTimeOffset.TryParse(Text(session, "openedAt"), CultureInfo.InvariantCulture, out var opened) ? Quantity.Duration(now - opened) : "";

    private static string Bytes(JsonNode? session, string key) =>
        long.TryParse(Text(session, key), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? Quantity.Bytes(bytes) : "";
}

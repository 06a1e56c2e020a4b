using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary>One transfer: where it stands, then everything that happened to it.</summary>
internal static class TransferTimeline
{
    private static readonly string[] InOwnColumn = ["seq", "type", "at", "node"];

    public static void Write(TextWriter output, JsonObject transfer, DateTimeOffset now)
    {
        var row = TransferRow.From(transfer);
        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                output.WriteLine($"{name,-10}{TerminalText.Clean(value)}");
            }
        }
        Line("Transfer", row.Id);
        Line("Flow", row.Flow);
        Line("File", row.File);
        Line("Target", row.TargetText);
        Line("State", row.State);
        Line("Bytes", string.Create(CultureInfo.InvariantCulture, $"{Quantity.Bytes(row.Bytes)} of {Quantity.Bytes(row.Size)} ({row.Percent} %)"));
        Line("Attempts", row.Attempts.ToString(CultureInfo.InvariantCulture));
        Line("Node", row.Node);
        Line("Remark", row.Remark(now));
        output.WriteLine();
        WriteEvents(output, transfer["events"] as JsonArray ?? []);
    }

    public static void WriteEvents(TextWriter output, JsonArray events)
    {
        var table = new TextTable("TIME", "NODE", "EVENT", "DETAILS");
        foreach (var happened in events.OfType<JsonObject>())
        {
            table.Add(Time(happened["at"]), happened["node"]?.ToString(), happened["type"]?.ToString(), Details(happened));
        }
        table.Write(output);
    }

    private static string Time(JsonNode? at) => DateTimeOffset.TryParse(at?.ToString(), CultureInfo.InvariantCulture, out var time)
        ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : "";

    private static string Details(JsonObject happened)
    {
        var facts = happened.Where(fact => !InOwnColumn.Contains(fact.Key) && fact.Value is not null).ToList();
        return string.Join(", ", facts.Select(fact => $"{Words(fact.Key)} {JsonText.Show(fact.Value)}"));
    }

    /// <summary><c>nextAttempt</c> as <c>next attempt</c>.</summary>
    private static string Words(string key) =>
        string.Concat(key.Select(letter => char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}

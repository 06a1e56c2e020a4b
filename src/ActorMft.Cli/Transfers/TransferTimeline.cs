using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary>One transfer: where it stands, then everything that happened to it.</summary>
internal static class TransferTimeline
{
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

    /// <summary>One line per event: when, and what.</summary>
    public static void WriteEvents(TextWriter output, JsonArray events)
    {
        foreach (var happened in events.OfType<JsonObject>())
        {
            output.WriteLine(TerminalText.Clean($"{Time(happened["at"])}  {happened["text"]?.ToString() ?? Facts(happened)}"));
        }
    }

    private static string Time(JsonNode? at) => DateTimeOffset.TryParse(at?.ToString(), CultureInfo.InvariantCulture, out var time)
        ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffZ", CultureInfo.InvariantCulture)
        : "";

    /// <summary>For an event of a newer node that this program has no words for.</summary>
    private static string Facts(JsonObject happened)
    {
        var facts = happened.Where(fact => fact.Key is not ("seq" or "at" or "type") && fact.Value is not null);
        return string.Join(", ", facts.Select(fact => $"{fact.Key} {JsonText.Show(fact.Value)}").Prepend($"{happened["type"]}"));
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Syncs;

/// <summary>What a node says of syncs, in sentences.</summary>
internal static class SyncText
{
    /// <summary>The numbers of a run.</summary>
    public static string Counts(JsonNode? counts)
    {
        var removed = Number(counts, "removed") is > 0 and var count ? $", {count} removed at the source" : "";
        return $"{Number(counts, "copied")} copied ({Quantity.Bytes(Number(counts, "bytes"))}), {Number(counts, "skipped")} alike, {Number(counts, "failed")} failed{removed}";
    }

    /// <summary>What a run in progress is at; null when there is nothing to tell yet.</summary>
    public static string? Progress(JsonObject status) =>
        status["doing"]?.ToString() is { Length: > 0 } doing ? char.ToUpperInvariant(doing[0]) + doing[1..]
        : status["progress"] is JsonObject counts && counts.Any(static count => count.Value?.GetValue<long>() > 0) ? Counts(counts) + " so far"
        : null;

    /// <summary>How a run ended.</summary>
    public static void WriteOutcome(TextWriter output, JsonObject outcome)
    {
        var took = Time(outcome, "endedAt") - Time(outcome, "startedAt");
        output.WriteLine(TerminalText.Clean($"{Counts(outcome["counts"])}, in {Quantity.Duration(took)}"));
        foreach (var failure in outcome["failures"] as JsonArray ?? [])
        {
            output.WriteLine(TerminalText.Clean($"  failed: {failure?["path"]}: {failure?["reason"]}"));
        }

        if (outcome["warning"] is { } warning)
        {
            output.WriteLine(TerminalText.Clean($"WARNING: {warning}"));
        }

        if (outcome["error"] is { } error)
        {
            output.WriteLine(TerminalText.Clean($"It ended before it was through: {error}"));
        }
    }

    public static bool IsFine(JsonObject outcome) => outcome["error"] is null && Number(outcome["counts"], "failed") == 0;

    public static DateTimeOffset Time(JsonNode? node, string key) =>
        DateTimeOffset.TryParse(node?[key]?.ToString(), CultureInfo.InvariantCulture, out var time) ? time : default;

    public static long Number(JsonNode? node, string key) => node?[key]?.GetValue<long>() ?? 0;
}

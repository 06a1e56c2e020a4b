using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary>One file on its way to one target, as the node tells it.</summary>
/// <param name="Bytes">How many of <paramref name="Size"/> are at the target.</param>
/// <param name="BytesPerSecond">While it runs.</param>
/// <param name="SecondsLeft">While it runs.</param>
internal sealed record TransferRow(
    string Id,
    string? Flow,
    string? File,
    long Size,
    JsonNode? Target,
    string State,
    int Attempts,
    long Bytes,
    string? Node,
    string? Error,
    string? WaitingFor,
    DateTimeOffset? NextAttempt,
    double? BytesPerSecond,
    double? SecondsLeft)
{
    public static TransferRow From(JsonNode? node) => node.Deserialize<TransferRow>(JsonText.Options)!;

    public int Percent => State == "delivered" ? 100 : Size <= 0 ? 0 : Math.Min(99, Quantity.Percent(Bytes, Size));

    public bool HasEnded => State is "delivered" or "parked" or "cancelled";

    public string TargetText => JsonText.Show(Target);

    /// <summary>Time left in words; empty when it isn't known.</summary>
    public string Left => SecondsLeft is { } seconds and >= 0 and < 1e9 ? Quantity.Duration(TimeSpan.FromSeconds(seconds)) : "";

    /// <summary>What an operator wants to know next: the rate, the reason and the next attempt, or nothing.</summary>
    public string Remark(DateTimeOffset now) => State switch
    {
        "running" => string.Join(", ", new[] { Quantity.Rate(BytesPerSecond), Left.Length > 0 ? $"{Left} left" : "" }.Where(part => part.Length > 0)),
        "waiting" when NextAttempt is { } next => next > now ? $"{Error} (next attempt in {Quantity.Duration(next - now)})" : $"{Error} (next attempt now)",
        "pending" when WaitingFor is { } connection => connection,
        _ => Error ?? "",
    };
}

using System.Text.Json.Nodes;
using ActorMft.Domain.Transfers;

namespace ActorMft.Node.Management;

/// <summary>A transfer as the API shows it.</summary>
/// <param name="Flow"><c>ORGANIZATION/NAME</c>.</param>
/// <param name="Bytes">At the target.</param>
/// <param name="WaitingFor">Who has the connections that it waits for, as a sentence.</param>
/// <param name="Events">The timeline; only when one transfer is asked for.</param>
internal sealed record TransferView(
    string Id,
    string Flow,
    string File,
    long Size,
    string Target,
    TransferState State,
    int Attempts,
    long Bytes,
    string? Node,
    string? Error,
    string? WaitingFor,
    string? User,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAttempt,
    DateTimeOffset? EndedAt,
    long? BytesPerSecond,
    long? SecondsLeft,
    IReadOnlyList<JsonObject>? Events)
{
    public static TransferView Of(TransferRow row, LiveTransfer? live, string? waitingFor, IReadOnlyList<JsonObject>? events = null)
    {
        var running = row.State == TransferState.Running ? live : null;
        return new TransferView(
            row.Id,
            $"{row.Organization}/{row.Flow}",
            row.File,
            row.Size,
            row.Target,
            row.State,
            row.Attempts,
            running?.Bytes ?? row.Bytes,
            row.Node,
            row.Error,
            waitingFor,
            row.User,
            row.CreatedAt,
            row.UpdatedAt,
            row.NextAttemptAt,
            row.EndedAt,
            running?.BytesPerSecond,
            running?.SecondsLeft,
            events);
    }
}

using System.Text.Json;

namespace ActorMft.Domain.Transfers;

/// <summary>Transfers as the list shows them.</summary>
public static class TransferRows
{
    /// <summary>A state as it is written everywhere, for example <c>parked</c>.</summary>
    public static string Word(TransferState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    internal static TransferRow Of(TransferDefinition definition, TransferFacts facts) => new(
        definition.TransferId,
        definition.Organization,
        definition.Flow,
        definition.SourcePath,
        definition.File.Size,
        $"{definition.TargetEndpoint}:{facts.FinalPath ?? definition.TargetPath}",
        facts.State,
        facts.Attempt,
        facts.Bytes,
        facts.Node,
        facts is { State: TransferState.Pending, Working: false, Hold: not null } ? facts.Hold : facts.Error,
        definition.User.Length == 0 ? null : definition.User,
        facts.CreatedAt,
        facts.UpdatedAt,
        facts.NextAttemptAt,
        facts.EndedAt);
}

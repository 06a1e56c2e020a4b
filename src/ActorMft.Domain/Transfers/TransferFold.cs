namespace ActorMft.Domain.Transfers;

/// <summary>A transfer's state after each event.</summary>
internal static class TransferFold
{
    public static TransferFacts Apply(TransferFacts facts, TransferEvent @event) => Fold(facts, @event) with { UpdatedAt = @event.At };

    private static TransferFacts Fold(TransferFacts facts, TransferEvent @event) => @event switch
    {
        TransferCreated e => facts with { Definition = e.Definition, Hold = e.Hold, ByPlace = e.ByPlace, HasPlace = e.ByPlace && e.Hold is null, CreatedAt = e.At },
        TransferHeld e => facts with
        {
            Hold = e.Reason,
            HasPlace = facts.HasPlace && facts.Working,
            State = facts.State == TransferState.Waiting ? TransferState.Pending : facts.State,
            NextAttemptAt = null,
        },
        TransferLetGo e => facts with
        {
            Hold = null,
            ByPlace = e.ByPlace,
            HasPlace = e.ByPlace && (e.GivesPlace ? facts.Working || facts.State == TransferState.Pending : facts.HasPlace),
        },
        AttemptQueued e => facts with { State = TransferState.Pending, Attempt = e.Attempt, Working = true, Run = null, Fetching = false, NextAttemptAt = null },
        FetchBegan e => facts with { State = TransferState.Running, Run = e.Run, EverBegan = true, Node = e.Node, Fetching = true, Bytes = 0 },
        AttemptBegan e => facts with
        {
            Fetching = false,
            State = TransferState.Running,
            Run = e.Run,
            EverBegan = true,
            Node = e.Node,
            Bytes = e.ResumedAt,
        },
        RenameAllowed e => facts with { Stage = DeliveryStage.Renaming, FinalPath = e.FinalPath, Bytes = facts.Definition!.File.Size },
        FileDelivered e => facts with
        {
            State = TransferState.Delivered,
            Working = false,
            Node = e.Node,
            FinalPath = e.FinalPath,
            Bytes = e.Outcome == DeliveryOutcome.Skipped ? 0 : facts.Definition!.File.Size,
            Error = null,
            EndedAt = e.At,
        },
        DeliveryFailed e => Failed(facts, e),
        TransferParked e => facts with { State = TransferState.Parked, Error = e.Reason },
        TransferRetried => facts with { State = TransferState.Pending, Failures = 0, NextAttemptAt = null },
        CancelRequested e => facts with { Cancel = e },
        TransferCancelled e => facts with
        {
            State = TransferState.Cancelled,
            Working = false,
            SourceLost = e.SourceLost,
            Error = e.Reason,
            NextAttemptAt = null,
            EndedAt = e.At,
        },
        _ => facts,
    };

    private static TransferFacts Failed(TransferFacts facts, DeliveryFailed e) => facts with
    {
        State = e.NextAttemptAt is null ? TransferState.Pending : TransferState.Waiting,
        Working = false,
        HasPlace = false,
        Run = null,
        Failures = facts.Hold is null ? facts.Failures + 1 : facts.Failures,
        Stage = e.StartOver ? DeliveryStage.Part : facts.Stage,
        FinalPath = e.StartOver ? null : facts.FinalPath,
        Bytes = e.StartOver ? 0 : Math.Min(facts.Bytes + e.BytesSent, facts.Definition!.File.Size),
        Node = e.Node,
        Error = e.Reason,
        NextAttemptAt = e.NextAttemptAt,
    };
}

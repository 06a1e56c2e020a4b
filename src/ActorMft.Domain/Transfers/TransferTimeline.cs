namespace ActorMft.Domain.Transfers;

/// <summary>Puts a transfer's events into words.</summary>
public static class TransferTimeline
{
    /// <summary>What happened, as a line for people.</summary>
    public static string Describe(TransferEvent @event) => @event switch
    {
        TransferCreated e => $"created: {e.Definition.SourceEndpoint}:{e.Definition.SourcePath} ({e.Definition.File.Size} bytes) to {e.Definition.TargetEndpoint}:{e.Definition.TargetPath}"
            + (e.Follows is null ? "" : $"; follows arrival {e.Follows} of the same path")
            + (e.Hold is null ? "" : $"; {e.Hold}"),
        TransferHeld e => $"held: {e.Reason}",
        TransferLetGo => "let go",
        AttemptQueued e => $"attempt {e.Attempt} queued",
        FetchBegan e => $"attempt {e.Attempt} on {e.Node} reads the file from its source, " + (e.ResumedAt == 0 ? "from the start" : $"continues at byte {e.ResumedAt}")
            + (e.InterruptedOn is null ? "" : $"; its run before was interrupted on {e.InterruptedOn}"),
        AttemptBegan e => $"attempt {e.Attempt} on {e.Node}, " + (e.ResumedAt == 0 ? "from the start" : $"continues at byte {e.ResumedAt}")
            + (e.InterruptedOn is null ? "" : $"; its run before was interrupted on {e.InterruptedOn}"),
        RenameAllowed e => $"all bytes are at the target ({e.BytesSent} sent by {e.Node}); renaming to {e.FinalPath}",
        FileDelivered { Outcome: DeliveryOutcome.Skipped } e => $"delivered: {e.FinalPath} was there already and stays",
        FileDelivered e => $"delivered as {e.FinalPath} by {e.Node}" + (e.Outcome switch
        {
            DeliveryOutcome.Replaced => ", replacing a file",
            DeliveryOutcome.Renamed => ", a free name",
            _ => "",
        }),
        DeliveryFailed e => $"attempt {e.Attempt} on {e.Node} failed after {e.BytesSent} bytes: {e.Reason}"
            + (e.NextAttemptAt is { } next ? $"; next attempt at {next.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z" : ""),
        TransferParked e => $"parked: {e.Reason}",
        TransferRetried e => $"retried by {e.Actor} from {e.From}",
        CancelRequested e => $"to be cancelled by {e.Actor}, unless the rename succeeds: {e.Reason}",
        TransferCancelled e => $"cancelled by {e.Actor}: {e.Reason}",
        NewerFileArrived e => $"a newer file came to the path (arrival {e.ArrivalId}); these bytes are still delivered",
        SourceWasSettled e => (e.Deleted ? "source deleted" : "source kept") + (e.Reason is null ? "" : $": {e.Reason}"),
        PartWasDiscarded e => e.Reason is null ? "part file removed" : $"the part file may still be at the target: {e.Reason}",
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };
}

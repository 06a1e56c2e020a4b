using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Tests.Transfers;

internal static class TransferSamples
{
    public static TransferDefinition Definition { get; } = new(
        DerivedId.Create(Actor.Start, "transfer"),
        "acme",
        "invoices",
        DerivedId.Create(Actor.Start, "arrival"),
        "inbox",
        "/invoices/a.csv",
        new FileIdentity(17, 1000, Actor.Start),
        Pinned: true,
        "bank-in",
        "inbound/a.csv",
        OnExisting.Replace,
        new RetryPolicy { Attempts = 3, InitialDelay = TimeSpan.FromSeconds(2), MaxDelay = TimeSpan.FromMinutes(5) },
        "acme-upload");

    public static CreateTransfer Create { get; } = new(Definition, Hold: null, Follows: null);

    public static RetryTransfer Retry { get; } = new("ann", "127.0.0.1");

    public static CancelTransfer Cancel { get; } = new("no longer wanted", "ann", "127.0.0.1");

    public static Actor New() => new(ActorId.Transfer(Definition.TransferId));

    public static AttemptStarted Started(int attempt, string run = "run-1", long resumedAt = 0) => new(attempt, run, "node-1", resumedAt);

    public static PartCompleted Completed(int attempt, string run = "run-1") => new(attempt, run, "node-1", "inbound/a.csv", 1000);

    public static Delivered Delivered(int attempt, string run = "run-1", DeliveryOutcome outcome = DeliveryOutcome.Created) =>
        new(attempt, run, "node-1", "inbound/a.csv", outcome, 1000);

    public static AttemptFailed Failed(int attempt, string run = "run-1", bool transient = true, long sent = 0, bool startOver = false) =>
        new(attempt, run, "node-1", "connection refused by sftp.bank.example:22", transient, sent, startOver);
}

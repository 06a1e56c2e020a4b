using ActorMft.Domain.Decisions;
using ActorMft.Domain.Transfers;
using FsCheck;
using FsCheck.Fluent;
using static ActorMft.Domain.Tests.Transfers.TransferSamples;

namespace ActorMft.Domain.Tests.Transfers;

/// <summary>What holds of a transfer whatever comes, in whatever order, however often.</summary>
public class TransferProperties
{
    private static readonly Gen<object> AnyMessage =
        from attempt in Gen.Choose(1, 5)
        from run in Gen.Elements("run-1", "run-2", "run-3")
        from flag in Gen.Elements(true, false)
        from message in Gen.Elements<object>(
            Create,
            Create with { Hold = "held" },
            Started(attempt, run),
            Started(attempt, run),
            Completed(attempt, run),
            Completed(attempt, run),
            Delivered(attempt, run, flag ? DeliveryOutcome.Created : DeliveryOutcome.Skipped),
            Failed(attempt, flag ? run : "", transient: true, startOver: flag),
            Failed(attempt, run, transient: flag),
            new AttemptDue(attempt),
            Retry,
            Cancel,
            new HoldTransfer("disabled"),
            new LetTransferGo(),
            new PartDiscarded(null))
        select message;

    private static readonly Arbitrary<List<object>> AnyMessages = AnyMessage.ListOf().Select(list => list.ToList()).ToArbitrary();

    [Fact]
    public void The_log_folds_to_the_same_state() => Check((transfer, _) => transfer.ShouldFoldToTheSameState());

    [Fact]
    public void A_transfer_ends_at_most_once() => Check((transfer, _) =>
    {
        transfer.Events.Count(@event => @event is FileDelivered or TransferCancelled).ShouldBeLessThanOrEqualTo(1);
    });

    [Fact]
    public void A_rename_goes_before_every_delivery() => Check((transfer, _) =>
    {
        var renaming = false;
        foreach (var @event in transfer.Events)
        {
            renaming = @event switch
            {
                RenameAllowed => true,
                DeliveryFailed { StartOver: true } => false,
                _ => renaming,
            };
            if (@event is FileDelivered { Outcome: not DeliveryOutcome.Skipped })
            {
                renaming.ShouldBeTrue();
            }
        }
    });

    [Fact]
    public void Work_is_under_way_exactly_when_the_transfer_says_so() => Check((transfer, effects) =>
    {
        var working = new HashSet<string>(StringComparer.Ordinal);
        foreach (var effect in effects)
        {
            if (effect is StartWork { Payload: Deliver } start)
            {
                working.Add(start.WorkId).ShouldBeTrue();
            }
            else if (effect is EndWork end)
            {
                working.Remove(end.WorkId);
            }

            working.Count.ShouldBeLessThanOrEqualTo(1);
        }

        (working.Count == 1).ShouldBe(transfer.StateAs<TransferFacts>().Working);
    });

    [Fact]
    public void A_transfer_that_has_not_ended_works_waits_is_held_or_is_parked() => Check((transfer, effects) =>
    {
        var facts = transfer.StateAs<TransferFacts>();
        if (facts.Definition is not null && !facts.HasEnded && !facts.Working)
        {
            (facts.State == TransferState.Parked || facts.Hold is not null || facts.NextAttemptAt is not null).ShouldBeTrue();
        }

        facts.Failures.ShouldBeLessThanOrEqualTo(Definition.Retry.Attempts);
        effects.Count(effect => effect is Send { Message: Domain.Flows.TransferEnded }).ShouldBe(facts.HasEnded ? 1 : 0);
    });

    private static void Check(Action<Actor, IReadOnlyList<Effect>> holds) => Prop.ForAll(AnyMessages, messages =>
    {
        var transfer = New();
        transfer.Handle(Create);
        var effects = transfer.Last.Effects.ToList();
        foreach (var message in messages.Where(message => message is not CreateTransfer))
        {
            effects.AddRange(transfer.Handle(message).Effects);
        }

        holds(transfer, effects);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60));
}

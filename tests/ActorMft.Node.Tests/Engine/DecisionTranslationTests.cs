using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Node.Engine;
using Effects = ActorMft.Domain.Decisions;

namespace ActorMft.Node.Tests.Engine;

public sealed class DecisionTranslationTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_stays_nothing() => DecisionTranslation.Translate(Decision.Nothing).ShouldBeSameAs(EntityDecision.Nothing);

    [Fact]
    public void Every_effect_has_its_counterpart_in_order()
    {
        var translated = DecisionTranslation.Translate(new Decision(
            ["happened", "happened too"],
            [
                new Send(ActorId.Flow("acme", "invoices"), "first"),
                new Effects.StartWork("w1", "payload"),
                new Effects.SetTimer("t1", Noon, "ring"),
                new ShowRow("transfer", "01", "acme/invoices", "running", "{}"),
                new Send(ActorId.Transfer("01"), "second"),
                new Effects.EndWork("w2"),
                new Effects.CancelTimer("t2"),
                new Effects.RemoveRow("session", "02"),
                new Finish("transfer", "01"),
                new Reply("answer"),
            ]));

        translated.Events.ShouldBe(["happened", "happened too"]);
        translated.Sends.ShouldBe(
            [new OutgoingMessage(new EntityId("flow", "acme/invoices"), "first"), new OutgoingMessage(new EntityId("transfer", "01"), "second")]);
        translated.Work.ShouldBe([new Actors.StartWork("w1", "payload"), new Actors.EndWork("w2")]);
        translated.Timers.ShouldBe([new Actors.SetTimer("t1", Noon, "ring"), new Actors.CancelTimer("t2")]);
        translated.Views.ShouldBe(
            [new PutRow(new ViewRow("transfer", "01", "acme/invoices", "running", "{}")), new Actors.RemoveRow("session", "02")]);
        translated.Finished.ShouldBe(new FinishedEntity("transfer", "01"));
        translated.Reply.ShouldBe("answer");
    }

    [Fact]
    public void Every_type_of_effect_is_known()
    {
        var effects = typeof(Effect).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Effect)));

        effects.Select(type => type.Name).Order(StringComparer.Ordinal).ShouldBe(
            ["CancelTimer", "EndWork", "Finish", "RemoveRow", "Reply", "Send", "SetTimer", "ShowRow", "StartWork"]);
    }
}

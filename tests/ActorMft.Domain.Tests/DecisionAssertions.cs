using ActorMft.Domain.Decisions;

namespace ActorMft.Domain.Tests;

internal static class DecisionAssertions
{
    public static T ReplyOf<T>(this Decision decision) => decision.Effects.OfType<Reply>().ShouldHaveSingleItem().Message.ShouldBeOfType<T>();

    public static IReadOnlyList<T> Sent<T>(this Decision decision) => [.. decision.Effects.OfType<Send>().Select(send => send.Message).OfType<T>()];

    public static IReadOnlyList<ActorId> SentTo<T>(this Decision decision) =>
        [.. decision.Effects.OfType<Send>().Where(send => send.Message is T).Select(send => send.To)];

    public static IReadOnlyList<T> Started<T>(this Decision decision) => [.. decision.Effects.OfType<StartWork>().Select(work => work.Payload).OfType<T>()];

    public static T Single<T>(this Decision decision) => decision.Events.OfType<T>().ShouldHaveSingleItem();

    public static bool IsNothing(this Decision decision) => decision.Events.Count == 0 && decision.Effects.Count == 0;
}

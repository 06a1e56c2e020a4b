namespace ActorMft.Actors.Tests.Sample;

internal sealed record Add(long Number);

internal sealed record Forward(EntityId To, long Number, bool CanWait = false);

internal sealed record Fail(string Why);

internal sealed record Remind(TimeSpan In, long Number);

internal sealed record DontRemind;

internal sealed record AddLater(long Number, DateTimeOffset Due);

internal sealed record Begin(string WorkId, string Text);

internal sealed record End(string WorkId);

internal sealed record Show(string Status);

internal sealed record Hide;

internal sealed record Echo;

internal sealed record AnswerLater;

internal sealed record AnswerNow;

internal sealed record AnswerAt(long Count);

internal sealed record AnswerUnhurried(EntityId At);

internal sealed record Added(long Number);

internal sealed record Waiting(string RequestId, long AnswerAt = 0);

internal sealed record Total(long Count, long Sum);

internal sealed record SomeWork(string Text);

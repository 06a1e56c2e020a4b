using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

public sealed record FlowDefined(DateTimeOffset At, FlowSpec Spec, long Revision, IReadOnlyDictionary<string, string> Holds) : FlowEvent(At);

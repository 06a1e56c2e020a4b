using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

/// <summary>The transfers of an arrival were created, under the definition of that moment.</summary>
public sealed record ArrivalOpened(
    DateTimeOffset At, string ArrivalId, string SourceEndpoint, AfterCopy AfterCopy, IReadOnlyList<OpenTransfer> Transfers) : FlowEvent(At);

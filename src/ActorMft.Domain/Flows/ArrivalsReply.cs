namespace ActorMft.Domain.Flows;

/// <summary>The files under way in a flow: arrived, and their source not yet released.</summary>
public sealed record ArrivalsReply(IReadOnlyList<string> ArrivalIds);

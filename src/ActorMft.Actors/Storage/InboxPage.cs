namespace ActorMft.Actors.Storage;

/// <summary>Waiting messages of a shard.</summary>
/// <param name="Rows">In order of their sequence.</param>
/// <param name="LastSequence">The highest sequence that the shard's inbox had when the rows were read, or before; 0 when it was empty.</param>
/// <param name="KnownRequests">Which of the requests that were asked for are known.</param>
public sealed record InboxPage(IReadOnlyList<InboxRow> Rows, long LastSequence, IReadOnlyCollection<string> KnownRequests);

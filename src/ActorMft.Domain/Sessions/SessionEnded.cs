namespace ActorMft.Domain.Sessions;

/// <summary>From the worker of <see cref="HoldSession"/>: the connection is closed, or its node was lost.</summary>
/// <param name="BytesIn">Received in uploads.</param>
/// <param name="BytesOut">Sent in downloads.</param>
public sealed record SessionEnded(string Reason, long BytesIn, long BytesOut);

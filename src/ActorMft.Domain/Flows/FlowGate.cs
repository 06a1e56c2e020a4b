using System.Collections.Immutable;

namespace ActorMft.Domain.Flows;

/// <summary>
/// Lets only so many transfers go at a time: all of a flow with <c>parallel</c>, or those to one endpoint of a flow with an order.
/// </summary>
/// <param name="Taken">Places that transfers have.</param>
/// <param name="Queue">Who waits for a place, first come, first served. Transfers that have ended meanwhile are skipped.</param>
public sealed record FlowGate(int Taken, ImmutableList<QueuedTransfer> Queue)
{
    internal static FlowGate Open { get; } = new(0, []);
}

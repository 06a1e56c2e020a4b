using System.Collections.Immutable;

namespace ActorMft.Actors.Tests.Simulation;

/// <param name="Passed">How many messages went to each receiver.</param>
internal sealed record WalkerState(long Events, ImmutableSortedDictionary<string, long> Passed, ImmutableSortedSet<string> Works);

namespace ActorMft.Node.Supervision;

/// <summary>What the lifeline looks at. All of it answers at once, on any thread.</summary>
/// <param name="CheckDeadline">Ends the hold on the cluster when its deadline has passed.</param>
/// <param name="Remaining">How long the hold lasts without another renewal; null when there is none.</param>
/// <param name="OpenSockets">Connections to remote servers that are not closed yet.</param>
/// <param name="LoopsRun">Whether the engine's loops still turn.</param>
/// <param name="Phase">The node's phase, in a word.</param>
internal sealed record Vitals(Action CheckDeadline, Func<TimeSpan?> Remaining, Func<int> OpenSockets, Func<bool> LoopsRun, Func<string> Phase);

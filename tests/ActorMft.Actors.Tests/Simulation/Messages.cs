namespace ActorMft.Actors.Tests.Simulation;

/// <summary>The <paramref name="Number"/>th message of a sender to this receiver; with hops left it is passed on.</summary>
internal sealed record Put(string Sender, long Number, int Hops, int Salt);

internal sealed record Ask(string Id);

internal sealed record Alarm(string Name, TimeSpan In);

internal sealed record Ring(string Name);

internal sealed record Toil(string Work);

internal sealed record Done(string Work);

internal sealed record Poison(string Id);

/// <summary>Sets a timer whose message cannot be handled.</summary>
internal sealed record Fuse(string Id, TimeSpan In);

internal sealed record Took(string Sender, long Number);

internal sealed record Passed(string Receiver, long Number);

internal sealed record Asked(string Id);

internal sealed record AlarmSet(string Name);

internal sealed record Rang(string Name);

internal sealed record Toiling(string Work);

internal sealed record Rested(string Work);

internal sealed record Answer(string Id, long Events);

internal sealed record Labor(string Work);

namespace ActorMft.Domain.Pulls;

/// <summary>From a worker: these files are not at the source any more, so nobody has to know that they were taken.</summary>
/// <param name="Ids">As <see cref="TakenFile.IdOf"/> makes them.</param>
public sealed record ForgetTaken(IReadOnlyList<string> Ids);

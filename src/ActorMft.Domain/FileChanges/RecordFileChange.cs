namespace ActorMft.Domain.FileChanges;

/// <summary>Somebody changed a file at an endpoint by a connector operation, or tried to.</summary>
/// <param name="Actor">Who asked for it.</param>
/// <param name="From">The address that it was asked from.</param>
/// <param name="Action">For example <c>fileCreated</c>, or <c>fileNotCreated</c> when it failed.</param>
/// <param name="Detail">Which file, and how big it is or why it failed, as a phrase.</param>
public sealed record RecordFileChange(string Organization, string Endpoint, string Actor, string From, string Action, string Detail);

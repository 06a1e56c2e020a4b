using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Json;

/// <summary>A resource as far as it could be read, and all that is wrong with it.</summary>
/// <param name="Spec">Null when not even its kind is known; with problems it is for looking at only.</param>
public sealed record ReadResource(ResourceSpec? Spec, IReadOnlyList<Problem> Problems);

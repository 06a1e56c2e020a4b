namespace ActorMft.Domain.Resources;

/// <summary>What an endpoint of a type needs and can be.</summary>
/// <param name="Name">The type, as <c>type:</c> names it.</param>
/// <param name="HasUsers">Users log in to it; idle timeout, session limit and public URL apply.</param>
/// <param name="CanBeSource">A flow can start at it.</param>
/// <param name="IsPulled">As a source it is looked at on a schedule, since nobody tells when files come.</param>
/// <param name="NeedsRemote">It names a remote server.</param>
/// <param name="NeedsPath">It names a directory.</param>
public sealed record EndpointTypeRules(string Name, bool HasUsers, bool CanBeSource, bool IsPulled, bool NeedsRemote, bool NeedsPath);

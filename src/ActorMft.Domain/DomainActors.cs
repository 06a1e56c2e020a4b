using ActorMft.Domain.Decisions;

namespace ActorMft.Domain;

/// <summary>All kinds of actors.</summary>
public static class DomainActors
{
    public static IReadOnlyList<ActorBehavior> All => throw new NotImplementedException();
}

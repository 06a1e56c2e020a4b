using ActorMft.Actors;

namespace ActorMft.Node.Tests;

/// <summary>Makes holds on the cluster for parts that are tested without an engine.</summary>
internal static class Holds
{
    /// <summary>One that lasts until the test ends it.</summary>
    public static LeaseHold Lasting(Guid? incarnation = null) => new(incarnation ?? Guid.NewGuid(), static () => TimeSpan.FromMinutes(1));
}

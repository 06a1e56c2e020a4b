namespace ActorMft.Actors;

/// <summary>A node as the store knows it.</summary>
/// <param name="LeaseUntil">By the store's clock.</param>
/// <param name="LeaseOut">Whether that has passed, by the store's clock.</param>
/// <param name="Beat">One more with every renewal.</param>
/// <param name="IsLeaving">It leaves, or was asked to: it gets no more shards, and drains as soon as it sees this.</param>
/// <param name="JoinedAt">By the store's clock.</param>
public sealed record NodeMember(
    Guid Incarnation,
    string Name,
    NodeState State,
    string Version,
    string Address,
    DateTimeOffset LeaseUntil,
    bool LeaseOut,
    long Beat,
    bool IsLeaving,
    DateTimeOffset JoinedAt);

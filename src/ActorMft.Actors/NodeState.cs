namespace ActorMft.Actors;

/// <summary>The state of one incarnation of a node.</summary>
public enum NodeState
{
    /// <summary>Renews its lease.</summary>
    Up,

    /// <summary>Gave its shards back and left.</summary>
    Left,

    /// <summary>Its lease ran out and somebody took note. Final.</summary>
    Dead,
}

using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>A work's place in a <see cref="WorkTable"/>.</summary>
internal sealed class WorkSlot
{
    /// <summary>What is stored; null when it was ended.</summary>
    internal WorkRow? Row { get; set; }

    /// <summary>Its run on this node; null when it is ended or suspended.</summary>
    internal WorkRun? Run { get; set; }

    /// <summary>Completes when all earlier runs under the key have ended.</summary>
    internal Task Before { get; set; } = Task.CompletedTask;
}

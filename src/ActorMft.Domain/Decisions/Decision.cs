namespace ActorMft.Domain.Decisions;

/// <summary>The whole outcome of one message: events and effects commit together or not at all.</summary>
/// <param name="Events">What happened, in order; applied to the state and kept for good.</param>
/// <param name="Effects">What is to be done about it, in order.</param>
public sealed record Decision(IReadOnlyList<object> Events, IReadOnlyList<Effect> Effects)
{
    /// <summary>Nothing happened and nothing is to be done.</summary>
    public static Decision Nothing { get; } = new([], []);
}

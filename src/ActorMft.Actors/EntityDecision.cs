namespace ActorMft.Actors;

/// <summary>Everything that follows from one message. All of it commits in one transaction, or none of it.</summary>
public sealed record EntityDecision
{
    /// <summary>The message is handled and nothing follows.</summary>
    public static EntityDecision Nothing { get; } = new();

    /// <summary>Appended to the entity's log and applied to its state, in order.</summary>
    public IReadOnlyList<object> Events { get; init; } = [];

    /// <summary>Messages to other entities or to itself; each is handled exactly once, in order per receiver.</summary>
    public IReadOnlyList<OutgoingMessage> Sends { get; init; } = [];

    /// <summary><see cref="SetTimer"/> and <see cref="CancelTimer"/>.</summary>
    public IReadOnlyList<TimerChange> Timers { get; init; } = [];

    /// <summary><see cref="StartWork"/> and <see cref="EndWork"/>.</summary>
    public IReadOnlyList<WorkChange> Work { get; init; } = [];

    /// <summary><see cref="PutRow"/> and <see cref="RemoveRow"/>.</summary>
    public IReadOnlyList<ViewChange> Views { get; init; } = [];

    /// <summary>Set when nothing more will happen to the entity; said again, the time of keeping starts anew.</summary>
    public FinishedEntity? Finished { get; init; }

    /// <summary>The answer to this message's request; without effect when it came without a request id.</summary>
    public object? Reply { get; init; }

    /// <summary>Answers to requests whose messages were handled earlier without a reply.</summary>
    public IReadOnlyList<LaterReply> LaterReplies { get; init; } = [];
}

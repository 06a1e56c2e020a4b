using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;

namespace ActorMft.Domain.Tests;

/// <summary>
/// One actor in a test: it takes messages, keeps its events, and checks at each step what must always hold of decisions: they
/// are repeatable, and everything in them survives being stored.
/// </summary>
internal sealed class Actor(ActorId self)
{
    private readonly ActorBehavior _behavior = DomainActors.All.Single(behavior => behavior.Kind == self.Kind);
    private readonly List<object> _events = [];
    private object? _state;
    private int _messages;

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public ActorId Self => self;

    public object State => _state ??= _behavior.CreateInitial(self.Key);

    public IReadOnlyList<object> Events => _events;

    public Decision Last { get; private set; } = Decision.Nothing;

    public T StateAs<T>() => (T)State;

    public Decision Handle(object message)
    {
        message = Stored.Copy(message);
        var context = new DecisionContext(self, Now, $"{self}/message-{++_messages}", "node-1", Guid.Empty);
        var decision = _behavior.Decide(State, message, context);
        Stored.Write(_behavior.Decide(State, message, context)).ShouldBe(Stored.Write(decision));
        foreach (var @event in decision.Events.Select(Stored.Copy))
        {
            _events.Add(@event);
            _state = _behavior.Apply(State, @event);
        }

        foreach (var effect in decision.Effects)
        {
            _ = effect switch
            {
                Send send => Stored.Copy(send.Message),
                StartWork work => Stored.Copy(work.Payload),
                SetTimer timer => Stored.Copy(timer.Message),
                Reply reply => Stored.Copy(reply.Message),
                _ => effect,
            };
        }

        Last = decision;
        return decision;
    }

    public Actor Given(params object[] messages)
    {
        foreach (var message in messages)
        {
            Handle(message);
        }

        return this;
    }

    /// <summary>The state as another node would have it: from the events alone, and again from a snapshot.</summary>
    public void ShouldFoldToTheSameState()
    {
        var folded = _events.Aggregate(_behavior.CreateInitial(self.Key), _behavior.Apply);
        DomainJson.Write(folded).ShouldBe(DomainJson.Write(State));
        DomainJson.Write(Stored.Copy(State)).ShouldBe(DomainJson.Write(State));
    }
}

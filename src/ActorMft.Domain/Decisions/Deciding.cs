using ActorMft.Domain.Json;

namespace ActorMft.Domain.Decisions;

/// <summary>One decision in the making: the state as the events so far have left it, and the events and effects so far.</summary>
internal sealed class Deciding<TState, TEvent>(TState state, DecisionContext context, Func<TState, TEvent, TState> apply)
    where TState : class
    where TEvent : class
{
    private readonly List<object> _events = [];
    private readonly List<Effect> _effects = [];

    public TState State { get; private set; } = state;

    public DecisionContext Context => context;

    public DateTimeOffset Now => context.Now;

    public bool HasEvents => _events.Count > 0;

    public void Happened(TEvent @event)
    {
        _events.Add(@event);
        State = apply(State, @event);
    }

    public void Send(ActorId to, object message) => _effects.Add(new Send(to, message));

    /// <summary>As <see cref="Send"/>, of what may be handled together with the next message there, or else within a second.</summary>
    public void SendUnhurried(ActorId to, object message) => _effects.Add(new Send(to, message, CanWait: true));

    public void StartWork(string workId, object payload) => _effects.Add(new StartWork(workId, payload));

    public void EndWork(string workId) => _effects.Add(new EndWork(workId));

    public void SetTimer(string name, DateTimeOffset due, object message) => _effects.Add(new SetTimer(name, due, message));

    public void CancelTimer(string name) => _effects.Add(new CancelTimer(name));

    public void Reply(object message) => _effects.Add(new Reply(message));

    public void Show<TRow>(string view, string id, string scope, string status, TRow row) =>
        _effects.Add(new ShowRow(view, id, scope, status, DomainJson.Write(row)));

    public void Hide(string view, string id) => _effects.Add(new RemoveRow(view, id));

    public void Finish(string? view = null, string? rowId = null) => _effects.Add(new Finish(view, rowId));

    public Decision ToDecision() => new(_events, _effects);
}

namespace ActorMft.Actors.Engine;

/// <summary>Runs an action once, when disposed first.</summary>
internal sealed class Disposal(Action action) : IDisposable
{
    private Action? _action = action;

    public void Dispose() => Interlocked.Exchange(ref _action, null)?.Invoke();
}

namespace ActorMft.Actors.Engine;

/// <summary>Tells this node's readers which views its commits may have changed.</summary>
internal sealed class ViewSignals
{
    private readonly Lock _gate = new();
    private volatile Action<IReadOnlySet<string>>[] _callbacks = [];

    internal IDisposable Add(Action<IReadOnlySet<string>> callback)
    {
        lock (_gate)
        {
            _callbacks = [.. _callbacks, callback];
        }

        return new Disposal(() => Remove(callback));
    }

    internal void Tell(IReadOnlySet<string> views)
    {
        if (views.Count == 0)
        {
            return;
        }

        foreach (Action<IReadOnlySet<string>> callback in _callbacks)
        {
            callback(views);
        }
    }

    private void Remove(Action<IReadOnlySet<string>> callback)
    {
        lock (_gate)
        {
            int index = Array.IndexOf(_callbacks, callback);
            if (index >= 0)
            {
                _callbacks = [.. _callbacks[..index], .. _callbacks[(index + 1)..]];
            }
        }
    }
}

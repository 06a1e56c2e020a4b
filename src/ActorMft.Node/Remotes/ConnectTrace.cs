namespace ActorMft.Node.Remotes;

/// <summary>Follows one connection through its steps and says how long each took.</summary>
/// <param name="time">The clock.</param>
/// <param name="done">Is told each step that ends well.</param>
internal sealed class ConnectTrace(TimeProvider time, Action<PassedStep>? done = null)
{
    private readonly Lock _gate = new();
    private ConnectStep? _step;
    private long _since;

    /// <summary>The step that is under way.</summary>
    public ConnectStep? Step
    {
        get
        {
            lock (_gate)
            {
                return _step;
            }
        }
    }

    /// <summary>How long the present step has taken so far.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _step is null ? TimeSpan.Zero : time.GetElapsedTime(_since);
            }
        }
    }

    /// <summary>The step before went well; a new one begins.</summary>
    /// <param name="step">Which.</param>
    /// <param name="seen">What the step before found, for people.</param>
    public void Begin(ConnectStep step, string? seen = null)
    {
        lock (_gate)
        {
            Pass(seen);
            _step = step;
            _since = time.GetTimestamp();
        }
    }

    /// <summary>The last step went well.</summary>
    public void End(string? seen = null)
    {
        lock (_gate)
        {
            Pass(seen);
            _step = null;
        }
    }

    private void Pass(string? seen)
    {
        if (_step is { } step)
        {
            done?.Invoke(new PassedStep(step, time.GetElapsedTime(_since), seen));
        }
    }
}

namespace ActorMft.Node.Delivery;

/// <summary>A lock for each key, for as long as somebody has it or waits for it.</summary>
internal sealed class KeyedLock
{
    private readonly Dictionary<string, (SemaphoreSlim Gate, int Users)> _gates = new(StringComparer.Ordinal);

    /// <summary>Waits for the key. Dispose to let the next one in.</summary>
    public async ValueTask<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate;
        lock (_gates)
        {
            var (known, users) = _gates.GetValueOrDefault(key);
            gate = known ?? new SemaphoreSlim(1, 1);
            _gates[key] = (gate, users + 1);
        }

        try
        {
            await gate.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(key);
            throw;
        }

        return new Hold(this, key, gate);
    }

    private void Leave(string key)
    {
        lock (_gates)
        {
            var (gate, users) = _gates[key];
            if (users > 1)
            {
                _gates[key] = (gate, users - 1);
                return;
            }

            _gates.Remove(key);
            gate.Dispose();
        }
    }

    private sealed class Hold(KeyedLock owner, string key, SemaphoreSlim gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Release();
            owner.Leave(key);
        }
    }
}

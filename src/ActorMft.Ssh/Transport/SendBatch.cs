using ActorMft.Ssh.Waiting;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// When the output loop goes on: at once, on a thread of its own, or at the end of a batch, on the thread that ends it, so that what belongs
/// together leaves together and nothing is handed over while the socket takes everything. There is one batch at a time: the input loop's.
/// </summary>
internal sealed class SendBatch
{
    private readonly AsyncSignal _work = new();
    private volatile int _thread;

    private bool IsOfThisThread => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Lets what the calling thread sends from here on gather until <see cref="End"/>.</summary>
    public void Begin() => _thread = Environment.CurrentManagedThreadId;

    /// <summary>Sends what has gathered, on the calling thread as far as the socket takes it. Not under a lock.</summary>
    public void End()
    {
        _thread = 0;
        _work.Set(runHere: true);
    }

    /// <summary>As <see cref="End"/> unless the calling thread is in a batch and could go on gathering. Not under a lock.</summary>
    /// <param name="isFull">Data was refused.</param>
    public void Flush(bool isFull)
    {
        if (isFull || !IsOfThisThread)
        {
            _work.Set(runHere: true);
        }
    }

    /// <summary>Wakes the loop on a thread of its own, because the caller may hold locks; in a batch its end does it.</summary>
    public void Wake()
    {
        if (!IsOfThisThread)
        {
            WakeNow();
        }
    }

    /// <summary>As <see cref="Wake"/>, in a batch too.</summary>
    public void WakeNow() => _work.Set(runHere: false);

    /// <summary>Waits for the next time to send; by the output loop alone.</summary>
    public ValueTask WaitAsync() => _work.WaitAsync();
}

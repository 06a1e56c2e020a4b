namespace ActorMft.Node.Mounts;

/// <summary>Memory that all mounts of a node share for what is on the way. Who gets none does without: one request at a time.</summary>
/// <param name="bytes">In all.</param>
internal sealed class MemoryBudget(long bytes)
{
    private long _left = bytes;

    public bool TryTake(int count)
    {
        if (Interlocked.Add(ref _left, -count) >= 0)
        {
            return true;
        }

        Return(count);
        return false;
    }

    public void Return(int count) => Interlocked.Add(ref _left, count);
}

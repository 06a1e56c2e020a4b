namespace ActorMft.Ssh.Transport;

/// <summary>
/// The end of a connection. It has one cause: the first, whoever gives it. What was sent last gets a moment to leave; then the loops are
/// aborted, and one that doesn't return, because what it runs blocks, is left behind: neither the peer nor who closes waits for that.
/// </summary>
internal sealed class ConnectionEnd(TimeProvider timeProvider) : IDisposable
{
    /// <summary>How long the last messages may take to leave.</summary>
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long the loops may take to end once nothing is sent any more.</summary>
    private static readonly TimeSpan s_abortLimit = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SshException? _cause;

    /// <summary>Null while the connection lives.</summary>
    public SshException? Cause => Volatile.Read(ref _cause);

    /// <summary>Cancelled when the connection ends; what was sent may still leave.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when nothing is sent any more.</summary>
    public CancellationToken Aborting => _aborting.Token;

    /// <summary>Completes when the connection has ended and is closed. Never faults.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Whether this is the cause: no other was before.</summary>
    public bool TrySetCause(SshException cause) => Interlocked.CompareExchange(ref _cause, cause, null) is null;

    /// <summary>Lets the connection end, once everyone who is to know the cause before was told.</summary>
    public void Begin()
    {
        _ = _stopping.CancelAsync();
        _begun.TrySetResult();
    }

    /// <summary>Waits until the connection ends, and then for its loops, as long as they may take.</summary>
    /// <returns>False if one of them is left behind.</returns>
    public async Task<bool> WindDownAsync(Task loops)
    {
        await _begun.Task;
        if (await EndsWithinAsync(loops, s_drainLimit))
        {
            return true;
        }

        await _aborting.CancelAsync();
        return await EndsWithinAsync(loops, s_abortLimit);
    }

    public void Complete() => _completion.SetResult();

    /// <summary>Only once the loops have returned.</summary>
    public void Dispose() => _aborting.Dispose();

    private async Task<bool> EndsWithinAsync(Task loops, TimeSpan limit)
    {
        try
        {
            await loops.WaitAsync(limit, timeProvider, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

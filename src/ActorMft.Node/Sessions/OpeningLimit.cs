namespace ActorMft.Node.Sessions;

/// <summary>
/// How many logins that were accepted may wait for their session at once (sftp.login.waiting). Opening one takes the database; while
/// it is away, partners that come again and again would otherwise gather without end.
/// </summary>
/// <param name="most">At once.</param>
internal sealed class OpeningLimit(int most)
{
    private int _waiting;

    public int Most => most;

    /// <summary>Takes a place until the answer is disposed; null: all are taken.</summary>
    public IDisposable? TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= most)
        {
            return new Place(this);
        }

        Leave();
        return null;
    }

    private void Leave() => Interlocked.Decrement(ref _waiting);

    private sealed class Place(OpeningLimit limit) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                limit.Leave();
            }
        }
    }
}

namespace ActorMft.Sftp.Client;

/// <summary>
/// Notices that a server has stopped to answer. The connection below may live on then, and its keep-alives be answered: they say nothing about
/// the file system behind the server.
/// </summary>
internal sealed class AnswerWatch : IDisposable
{
    /// <summary>How often it looks within the limit; what has no answer is found late by as much.</summary>
    private const int LooksPerLimit = 4;

    private readonly ReplyTable _replies;
    private readonly TimeSpan _limit;
    private readonly Action<SftpException> _onSilence;
    private readonly ITimer _timer;

    /// <param name="replies">What has no answer yet.</param>
    /// <param name="limit">So long the server may leave requests without any answer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onSilence">Ends the connection.</param>
    public AnswerWatch(ReplyTable replies, TimeSpan limit, TimeProvider time, Action<SftpException> onSilence)
    {
        _replies = replies;
        _limit = limit;
        _onSilence = onSilence;
        _timer = time.CreateTimer(static state => ((AnswerWatch)state!).Look(), this, limit / LooksPerLimit, limit / LooksPerLimit);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_replies.Silence >= _limit)
        {
            _onSilence(new SftpException(
                SftpStatus.ConnectionLost, $"The server has left requests without an answer for {_limit.TotalSeconds:0} s (answerTimeout), although its connection lives."));
        }
    }
}

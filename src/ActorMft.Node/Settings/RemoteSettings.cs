namespace ActorMft.Node.Settings;

/// <summary>How connections to remote servers are kept.</summary>
public sealed record RemoteSettings
{
    /// <summary><c>remotes.connectTimeout</c>: for the key exchange and the login, and again for the start of SFTP. Default: 30 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>remotes.answerTimeout</c>: so long SFTP requests may stay without any answer; 10 s to 1 d. Default: 10 min.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>remotes.keepAlive</c>. Default: 30 s, 3.</summary>
    public KeepAliveSettings KeepAlive { get; init; } = new(TimeSpan.FromSeconds(30), Count: 3);
}

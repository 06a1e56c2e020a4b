namespace ActorMft.Domain.Sessions;

/// <summary>When a quiet session is closed. SSH keep-alives are not commands; each part of an upload is one.</summary>
public static class IdleRule
{
    /// <summary>The time at which the session is to be closed, or null while it isn't to be.</summary>
    /// <param name="lastCommandAt">When the last SFTP command came in or was answered, or else the login.</param>
    /// <param name="idleTimeout">The endpoint's; zero: never.</param>
    /// <param name="commandsInProgress">SFTP commands that are not yet answered.</param>
    public static DateTimeOffset? Deadline(DateTimeOffset lastCommandAt, TimeSpan idleTimeout, int commandsInProgress) =>
        commandsInProgress > 0 || idleTimeout <= TimeSpan.Zero ? null : lastCommandAt + idleTimeout;

    /// <summary>What the partner and the operator are told.</summary>
    public static string Reason(TimeSpan idleTimeout) =>
        $"closed after {Json.Duration.Format(idleTimeout)} without a command (the endpoint's idleTimeout)";
}

namespace ActorMft.Node.Settings;

/// <summary>What partners may do before they are logged in.</summary>
public sealed record LoginSettings
{
    /// <summary><c>sftp.login.grace</c>: from the connection to the successful login; 1 s to 1 h. Default: 2 min.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary><c>sftp.login.tries</c>: failures before the connection is cut; 1 to 100. Default: 6.</summary>
    public int Tries { get; init; } = 6;

    /// <summary><c>sftp.login.startups</c>: connections at the same time that are not logged in. Default: 10:30:100.</summary>
    public StartupSettings Startups { get; init; } = new(Begin: 10, Percent: 30, Full: 100);

    /// <summary><c>sftp.login.waiting</c>: logins that are accepted and wait for the database to open their session; 1 to 10,000. Default: 100.</summary>
    public int Waiting { get; init; } = 100;
}

namespace ActorMft.Node.Settings;

/// <summary>What wrong passwords cost, as OpenSSH's PerSourcePenalties.</summary>
public sealed record PenaltySettings
{
    /// <summary>This machine itself: a proxy here would lock out everybody behind it.</summary>
    public static TrustedProxies ThisMachine { get; } = TrustedProxies.TryParse("127.0.0.0/8, ::1", out var here) ? here : TrustedProxies.None;

    /// <summary><c>sftp.penalties.perFailure</c>: what each adds; 0 s to 1 h. Default: 5 s; 0 s: nobody is ever locked out.</summary>
    public TimeSpan PerFailure { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>sftp.penalties.from</c>: enforced once so much has gathered; 0 s to <see cref="Max"/>. Default: 15 s.</summary>
    public TimeSpan From { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><c>sftp.penalties.max</c>: never more than that; 1 s to 1 d. Default: 10 min.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>sftp.penalties.exempt</c>: addresses for which nobody is locked out. Default: this machine's own.</summary>
    public TrustedProxies Exempt { get; init; } = ThisMachine;
}

namespace ActorMft.Node.Settings;

/// <summary>When keys are exchanged again.</summary>
public sealed record RekeySettings
{
    /// <summary><c>sftp.rekey.bytes</c>: after so much in one direction; 1 MiB to 1 TiB. Default: 1 GiB.</summary>
    public long Bytes { get; init; } = 1L << 30;

    /// <summary><c>sftp.rekey.time</c>: after so long; 1 min to 30 d. Default: 1 h.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromHours(1);
}

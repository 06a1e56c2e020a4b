namespace ActorMft.Node.Settings;

/// <summary>How long what is over can be looked up.</summary>
public sealed record HistorySettings
{
    /// <summary><c>history.keep</c>: how long finished transfers and ended sessions keep their timelines; 1 h to 10 years. Default: 90 d.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(90);
}

namespace ActorMft.Node.Pulls;

/// <summary>What a look has seen so far.</summary>
internal sealed class LookCounts
{
    public long Matched { get; set; }

    public long Taken { get; set; }

    public long Unsettled { get; set; }
}

namespace ActorMft.Ssh.Transport;

/// <summary>What an output still does. It only ever goes forward.</summary>
internal enum OutputState
{
    /// <summary>It takes and sends.</summary>
    Open,

    /// <summary>It takes no more, and sends what it has.</summary>
    Draining,

    /// <summary>It sends no more.</summary>
    Closed,
}

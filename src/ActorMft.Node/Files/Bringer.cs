namespace ActorMft.Node.Files;

/// <summary>Who brought a file to one of our own endpoints.</summary>
/// <param name="User">The login; empty when a delivery did.</param>
/// <param name="SessionId">The session; empty when a delivery did.</param>
internal sealed record Bringer(string User, string SessionId)
{
    /// <summary>A delivery of ours.</summary>
    public static Bringer Delivery { get; } = new("", "");
}

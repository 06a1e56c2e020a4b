using ActorMft.Domain.Json;

namespace ActorMft.Domain.Resources;

/// <summary>A flow's source as a space inbox: one login of its own, files up to a size, each removed once it has been imported.</summary>
public sealed record InboxSpec
{
    /// <summary>A larger upload is refused while it is written. Default 100 MB.</summary>
    public ByteSize MaxFileSize { get; init; } = new(100_000_000);
}

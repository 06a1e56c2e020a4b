namespace ActorMft.Ssh.Algorithms;

/// <summary>A packet in the clear, on its way to be sealed. Its content may still be elsewhere: a cipher that needs no second look at it can save a copy.</summary>
/// <param name="place">Where the sealed packet will be, with everything but the content already in it.</param>
/// <param name="content">What belongs at <paramref name="contentAt"/>; not within <paramref name="place"/>.</param>
/// <param name="contentAt">In bytes, from the packet's beginning.</param>
internal readonly ref struct UnsealedPacket(Span<byte> place, ReadOnlySpan<byte> content, int contentAt)
{
    /// <summary>uint32 length, byte padding length, payload, padding.</summary>
    public Span<byte> Place { get; } = place;

    public ReadOnlySpan<byte> Content { get; } = content;

    public Span<byte> Head => Place[..contentAt];

    public Span<byte> ContentPlace => Place.Slice(contentAt, Content.Length);

    public Span<byte> Tail => Place[(contentAt + Content.Length)..];

    /// <summary>Copies the content to its place.</summary>
    /// <returns>The whole packet.</returns>
    public Span<byte> Gather()
    {
        Content.CopyTo(ContentPlace);
        return Place;
    }
}

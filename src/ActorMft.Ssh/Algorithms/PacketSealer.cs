namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// Protects the packets of one outgoing direction from one NEWKEYS to the next (RFC 4253 section 6).
/// Not safe for concurrent use; packets are sealed in the order of their sequence numbers.
/// </summary>
internal abstract class PacketSealer : IDisposable
{
    /// <summary>The packet is padded to a multiple of this many bytes, at least 8.</summary>
    public abstract int BlockSize { get; }

    /// <summary>How many bytes follow the packet as its tag or MAC.</summary>
    public abstract int TagLength { get; }

    /// <summary>Whether the 4 bytes of the length count towards the padding multiple; false for AEAD and encrypt-then-MAC.</summary>
    public abstract bool LengthInPadding { get; }

    /// <summary>So many packets are best sealed at once; 1: one is as good.</summary>
    public virtual int Batch => 1;

    /// <summary>Encrypts a packet into its place and writes its tag.</summary>
    /// <param name="sequenceNumber">The packet's implicit sequence number.</param>
    /// <param name="packet">Padded to <see cref="BlockSize"/>.</param>
    /// <param name="tag">Exactly <see cref="TagLength"/> bytes, directly behind the packet.</param>
    public abstract void Seal(uint sequenceNumber, in UnsealedPacket packet, Span<byte> tag);

    /// <summary>As the other, of a packet that is whole: it is encrypted in place.</summary>
    public void Seal(uint sequenceNumber, Span<byte> packet, Span<byte> tag) => Seal(sequenceNumber, new UnsealedPacket(packet, default, packet.Length), tag);

    /// <summary>Seals packets that are whole, in their places, in their order.</summary>
    /// <param name="sequenceNumber">Of the first; the others' follow.</param>
    /// <param name="buffer">Where they lie, each with room for its tag.</param>
    /// <param name="packets">At most <see cref="Batch"/>.</param>
    public virtual void Seal(uint sequenceNumber, Span<byte> buffer, ReadOnlySpan<PacketPlace> packets)
    {
        foreach (PacketPlace packet in packets)
        {
            Seal(sequenceNumber++, packet.Of(buffer), buffer.Slice(packet.End, TagLength));
        }
    }

    public abstract void Dispose();
}

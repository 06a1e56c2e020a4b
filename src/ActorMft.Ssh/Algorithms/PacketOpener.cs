namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// Verifies and decrypts the packets of one incoming direction from one NEWKEYS to the next (RFC 4253 section 6).
/// For each packet in order <see cref="ReadLength"/> and <see cref="Prepare"/> once, then for them all <see cref="Open"/> once; or for one packet
/// <see cref="ReadLength"/> and <see cref="TryOpen"/>. Not safe for concurrent use.
/// </summary>
internal abstract class PacketOpener : IDisposable
{
    /// <summary>The padding multiple, at least 8.</summary>
    public abstract int BlockSize { get; }

    /// <summary>How many bytes follow the packet as its tag or MAC.</summary>
    public abstract int TagLength { get; }

    /// <summary>Whether the 4 bytes of the length count towards the padding multiple; false for AEAD and encrypt-then-MAC.</summary>
    public abstract bool LengthInPadding { get; }

    /// <summary>How many bytes must have arrived before the length can be read: 4, or the cipher's block where the length is encrypted with the rest.</summary>
    public abstract int HeaderLength { get; }

    /// <summary>So many packets are best opened at once; 1: one is as good, and more can't be.</summary>
    public virtual int Batch => 1;

    /// <summary>Returns the packet's length field: the number of bytes between it and the tag. Unverified until <see cref="TryOpen"/>.</summary>
    /// <param name="sequenceNumber">The packet's implicit sequence number.</param>
    /// <param name="header">The packet's first <see cref="HeaderLength"/> bytes; may be decrypted in place, so they are the same bytes that <see cref="TryOpen"/> gets.</param>
    public abstract uint ReadLength(uint sequenceNumber, Span<byte> header);

    /// <summary>Verifies the tag in constant time and decrypts in place.</summary>
    /// <param name="sequenceNumber">The packet's implicit sequence number.</param>
    /// <param name="packet">The length field and as many bytes as it says.</param>
    /// <param name="tag">The <see cref="TagLength"/> bytes behind the packet.</param>
    /// <returns>False if the tag is wrong; the packet's bytes are then worthless and the connection must end.</returns>
    public abstract bool TryOpen(uint sequenceNumber, Span<byte> packet, ReadOnlySpan<byte> tag);

    /// <summary>Takes a packet that <see cref="Open"/> is going to open, before the next one's length is read.</summary>
    public virtual void Prepare(Span<byte> packet)
    {
        // Of one packet, TryOpen does all.
    }

    /// <summary>Verifies and decrypts packets.</summary>
    /// <param name="sequenceNumber">Of the first; the others' follow.</param>
    /// <param name="buffer">Where they lie, each with its tag behind it.</param>
    /// <param name="packets">At most <see cref="Batch"/>.</param>
    /// <returns>How many are open before the first whose tag is wrong; the bytes from there on are worthless and the connection must end.</returns>
    public virtual int Open(uint sequenceNumber, Span<byte> buffer, ReadOnlySpan<PacketPlace> packets)
    {
        int opened = 0;
        while (opened < packets.Length
            && TryOpen(sequenceNumber + (uint)opened, packets[opened].Of(buffer), buffer.Slice(packets[opened].End, TagLength)))
        {
            opened++;
        }

        return opened;
    }

    public abstract void Dispose();
}

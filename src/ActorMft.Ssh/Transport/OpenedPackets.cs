using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>Opens packets where they lie, one or several at once, and hands them out one by one.</summary>
internal sealed class OpenedPackets
{
    private PacketPlace[] _places = [];
    private int _count;
    private int _next;

    // Of the packet behind those that are opened, as far as it was read; else negative.
    private int _length = -1;

    public bool IsEmpty => _next == _count;

    /// <summary>Why there is none behind them: what came next can't be opened.</summary>
    public SshException? Failure { get; private set; }

    /// <summary>What the next packet takes that could not be opened yet, as far as that is known, in bytes.</summary>
    public int Needed { get; private set; }

    /// <summary>Opens what is there of whole packets.</summary>
    /// <param name="opener">Always the one that read the length of the packet that was not whole.</param>
    /// <param name="most">At most so many; more than 1 only if the opener takes them.</param>
    /// <param name="sequence">Of the first.</param>
    /// <param name="buffer">The packets, and perhaps the beginning of one more.</param>
    /// <param name="start">Where the first begins in it.</param>
    /// <param name="maxPacket">The longest packet that is accepted, in bytes.</param>
    public void Open(PacketOpener opener, int most, uint sequence, Span<byte> buffer, int start, int maxPacket)
    {
        if (_places.Length < most)
        {
            _places = new PacketPlace[most];
        }

        int count = 0;
        for (int at = start; count < most && TryFind(opener, sequence + (uint)count, buffer, at, maxPacket, out PacketPlace place); count++)
        {
            opener.Prepare(place.Of(buffer));
            _places[count] = place;
            at = place.End + opener.TagLength;
            _length = -1;
        }

        _next = 0;
        _count = opener.Open(sequence, buffer, _places.AsSpan(0, count));
        if (_count < count)
        {
            Failure = new SshException(SshFailure.Protocol, SshDisconnectReason.MacError, "A packet's authentication code is wrong: it was changed on the way.");
        }
    }

    /// <summary>The next one.</summary>
    public PacketPlace Take() => _places[_next++];

    /// <summary>Whether all of a packet is there.</summary>
    private bool TryFind(PacketOpener opener, uint sequence, Span<byte> buffer, int at, int maxPacket, out PacketPlace place)
    {
        place = default;
        int available = buffer.Length - at;
        if (_length < 0)
        {
            Needed = opener.HeaderLength;
            if (available < Needed)
            {
                return false;
            }

            uint length = opener.ReadLength(sequence, buffer.Slice(at, Needed));
            Failure = FaultOf(length, opener, maxPacket);
            if (Failure is not null)
            {
                return false;
            }

            _length = (int)length;
        }

        place = new PacketPlace(at, 4 + _length);
        Needed = place.Length + opener.TagLength;
        return available >= Needed;
    }

    private static SshException? FaultOf(uint length, PacketOpener opener, int maxPacket)
    {
        if (length > (uint)maxPacket)
        {
            return SshException.Protocol($"A packet of {length} bytes is longer than the {maxPacket} allowed here.");
        }

        uint padded = length + (opener.LengthInPadding ? 4u : 0u);
        return length < 6 || padded % (uint)opener.BlockSize != 0
            ? SshException.Protocol($"A packet of {length} bytes is not a multiple of the block of {opener.BlockSize}.")
            : null;
    }
}

using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>Packets that were opened together and are handed out one by one.</summary>
internal sealed class OpenedPackets
{
    private PacketPlace[] _places = [];
    private int _count;
    private int _next;

    public bool IsEmpty => _next == _count;

    /// <summary>Why there is none behind them: what came next can't be opened.</summary>
    public SshException? Failure { get; private set; }

    /// <summary>Opens what is there of whole packets, as many as the opener takes.</summary>
    /// <param name="opener">Its <see cref="PacketOpener.Batch"/> is more than 1.</param>
    /// <param name="sequence">Of the first.</param>
    /// <param name="buffer">The packets, and perhaps the beginning of one more.</param>
    /// <param name="start">Where the first begins in it.</param>
    /// <param name="check">Says what is wrong with a length, if anything.</param>
    /// <param name="length">In and out: the length of the packet behind those that are opened, as far as it was read; else negative.</param>
    public void Open(PacketOpener opener, uint sequence, Span<byte> buffer, int start, Func<uint, SshException?> check, ref int length)
    {
        if (_places.Length < opener.Batch)
        {
            _places = new PacketPlace[opener.Batch];
        }

        int count = 0;
        for (int at = start; count < opener.Batch && Failure is null; count++)
        {
            Span<byte> rest = buffer[at..];
            if (length < 0)
            {
                if (rest.Length < opener.HeaderLength)
                {
                    break;
                }

                uint read = opener.ReadLength(sequence + (uint)count, rest[..opener.HeaderLength]);
                Failure = check(read);
                if (Failure is not null)
                {
                    break;
                }

                length = (int)read;
            }

            PacketPlace place = new(at, 4 + length);
            if (place.End + opener.TagLength > buffer.Length)
            {
                break;
            }

            opener.Prepare(place.Of(buffer));
            _places[count] = place;
            at = place.End + opener.TagLength;
            length = -1;
        }

        _next = 0;
        _count = opener.Open(sequence, buffer, _places.AsSpan(0, count));
        if (_count < count)
        {
            Failure = PacketInput.WrongCode();
        }
    }

    /// <summary>The next one.</summary>
    public PacketPlace Take() => _places[_next++];
}

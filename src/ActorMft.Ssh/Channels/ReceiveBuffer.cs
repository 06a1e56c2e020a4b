using System.Buffers;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// What a channel received and hasn't consumed: segments that lie in the connection's block, or are copies. Places are counted from the
/// beginning of the channel's stream. Used under its channel's lock.
/// </summary>
internal sealed class ReceiveBuffer
{
    private const int SmallestCopy = 4 * 1024;

    /// <summary>What is shorter is copied at once: many short messages then are one segment, in bytes.</summary>
    private const int Short = 2 * 1024;

    /// <summary>Segments that are kept for later: as many as a batch of messages that are not short can have.</summary>
    private const int MaxFree = 128;

    private InputSegment? _first;
    private InputSegment? _last;
    private InputSegment? _free;
    private int _freeCount;
    private int _firstIndex;

    /// <summary>Where what was consumed ends.</summary>
    public long Consumed { get; private set; }

    /// <summary>Where what was received ends.</summary>
    public long Received { get; private set; }

    public ReadOnlySequence<byte> Sequence => _first is null
        ? ReadOnlySequence<byte>.Empty
        : new ReadOnlySequence<byte>(_first, _firstIndex, _last!, _last!.Memory.Length);

    /// <summary>The place of a position in <see cref="Sequence"/>; of an empty one, which lies nowhere, where reading goes on.</summary>
    public long PlaceOf(SequencePosition position) =>
        position.GetObject() is InputSegment segment ? segment.RunningIndex + position.GetInteger() : Consumed;

    /// <summary>Takes in data, which lies in the connection's block until <see cref="Settle"/>.</summary>
    public void Add(ReadOnlyMemory<byte> data)
    {
        if (data.Length >= Short)
        {
            Append().Borrow(data, Received);
        }
        else if (!data.IsEmpty && (_last is null || !_last.TryAppend(data.Span)))
        {
            InputSegment copy = Append();
            copy.Own(SmallestCopy, Received);
            copy.TryAppend(data.Span);
        }

        Received += data.Length;
    }

    /// <summary>Ends the borrowing: what is being read keeps the block, what isn't is copied out of it.</summary>
    /// <param name="block">The connection's, where all that is borrowed lies.</param>
    /// <param name="readEnd">Where what is being read ends.</param>
    public void Settle(InputBlock block, long readEnd)
    {
        InputSegment? previous = null;
        for (InputSegment? segment = _first; segment is not null; previous = segment, segment = segment.Following)
        {
            if (!segment.IsBorrowed)
            {
                continue;
            }

            if (segment.RunningIndex >= readEnd)
            {
                CopyFrom(segment, previous);
                return;
            }

            segment.Hold(block);
        }
    }

    /// <summary>Gives back what lies before a place.</summary>
    public void Consume(long place)
    {
        while (_first is not null && _first.End <= place)
        {
            InputSegment used = _first;
            _first = used.Following;
            Free(used);
        }

        _last = _first is null ? null : _last;
        _firstIndex = _first is null ? 0 : (int)(place - _first.RunningIndex);
        Consumed = place;
    }

    private InputSegment Append()
    {
        InputSegment segment = _free ?? new InputSegment();
        if (_free is not null)
        {
            _free = segment.Following;
            _freeCount--;
        }

        if (_last is null)
        {
            _first = segment;
            _firstIndex = 0;
        }
        else
        {
            _last.Following = segment;
        }

        _last = segment;
        return segment;
    }

    private void Free(InputSegment segment)
    {
        segment.Release();
        if (_freeCount < MaxFree)
        {
            segment.Following = _free;
            _free = segment;
            _freeCount++;
        }
    }

    /// <summary>Copies what begins with a borrowed segment, which no reader has seen or is reading, into memory of the channel's own.</summary>
    private void CopyFrom(InputSegment borrowed, InputSegment? previous)
    {
        int skipped = borrowed == _first ? _firstIndex : 0;
        long start = borrowed.RunningIndex + skipped;
        if (previous is null)
        {
            _first = null;
            _firstIndex = 0;
        }
        else
        {
            previous.Following = null;
        }

        _last = previous;
        for (InputSegment? segment = borrowed; segment is not null;)
        {
            InputSegment? next = segment.Following;
            ReadOnlySpan<byte> data = segment.Memory.Span[skipped..];
            if (_last is null || !_last.TryAppend(data))
            {
                Append().Own(Math.Max((int)(Received - start), SmallestCopy), start);
                _last!.TryAppend(data);
            }

            start += data.Length;
            skipped = 0;
            Free(segment);
            segment = next;
        }
    }
}

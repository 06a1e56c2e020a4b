using System.Buffers;
using System.Runtime.InteropServices;

namespace ActorMft.Sftp.Server;

/// <summary>Adjacent writes that become one: their ids, and their data as one sequence without copying. Reused, so it allocates nothing in the long run.</summary>
internal sealed class WriteRun
{
    private const int MaxRequests = 128;
    private const long MaxBytes = 1024 * 1024;

    private readonly List<Segment> _segments = [];
    private readonly List<uint> _ids = [];
    private int _used;

    public ReadOnlySpan<uint> Ids => CollectionsMarshal.AsSpan(_ids);

    public long Length { get; private set; }

    /// <summary>Valid until the run is started again.</summary>
    public ReadOnlySequence<byte> Data => _used == 0
        ? ReadOnlySequence<byte>.Empty
        : new ReadOnlySequence<byte>(_segments[0], 0, _segments[_used - 1], _segments[_used - 1].Memory.Length);

    public void Start(in WriteRequest first)
    {
        _ids.Clear();
        _used = 0;
        Length = 0;
        Append(first);
    }

    /// <summary>Takes the request in if it goes on where the run ends.</summary>
    public bool TryAdd(in WriteRequest first, in WriteRequest next)
    {
        if (next.Handle != first.Handle
            || next.Offset != first.Offset + (ulong)Length
            || _ids.Count == MaxRequests
            || Length + next.Data.Length > MaxBytes)
        {
            return false;
        }

        Append(next);
        return true;
    }

    private void Append(in WriteRequest request)
    {
        _ids.Add(request.Id);
        foreach (var memory in request.Data)
        {
            if (_used == _segments.Count)
            {
                _segments.Add(new Segment());
            }

            _segments[_used].Set(memory, Length, _used == 0 ? null : _segments[_used - 1]);
            _used++;
            Length += memory.Length;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public void Set(ReadOnlyMemory<byte> memory, long start, Segment? previous)
        {
            Memory = memory;
            RunningIndex = start;
            Next = null;
            previous?.Next = this;
        }
    }
}

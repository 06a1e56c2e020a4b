using System.Buffers.Binary;

namespace ActorMft.Sftp.Server;

/// <summary>The session's open handles. On the wire a handle is 8 bytes: its place and a number that no other handle of the session had.</summary>
internal sealed class HandleTable(int capacity) : IAsyncDisposable
{
    /// <summary>Bytes of a handle.</summary>
    public const int Size = 8;

    private readonly List<(uint Number, OpenHandle? Handle)> _places = [];
    private readonly Stack<int> _free = new();
    private uint _lastNumber;

    public int Capacity => capacity;

    public bool IsEmpty => _places.Count == _free.Count;

    /// <summary>Checked before anything is opened.</summary>
    public void RequireRoom()
    {
        if (_places.Count - _free.Count >= capacity)
        {
            throw new SftpException(SftpStatus.Failure, $"{capacity} files and directories are open in this session, which is the limit; close some.");
        }
    }

    public ulong Add(OpenHandle handle)
    {
        if (!_free.TryPop(out var place))
        {
            place = _places.Count;
            _places.Add(default);
        }

        _places[place] = (++_lastNumber, handle);
        return ((ulong)place << 32) | _lastNumber;
    }

    /// <summary>What the handle stands for; null when it is not open.</summary>
    public OpenHandle? Find(ulong handle) =>
        handle >> 32 is var place && place < (ulong)_places.Count && _places[(int)place] is { Handle: { } found } entry && entry.Number == (uint)handle
            ? found
            : null;

    public OpenHandle Get(ulong handle) => Find(handle) ?? throw new SftpException(SftpStatus.Failure, "The handle is not open.");

    public OpenHandle Get(ReadOnlySpan<byte> handle) => Get(Parse(handle));

    public OpenFile GetFile(ReadOnlySpan<byte> handle) => AsFile(Get(handle));

    public OpenFile GetFile(ulong handle) => AsFile(Get(handle));

    public OpenDirectory GetDirectory(ReadOnlySpan<byte> handle) =>
        Get(handle) as OpenDirectory ?? throw new SftpException(SftpStatus.Failure, "The handle is a file's, not a directory's.");

    /// <summary>Takes the handle out; the caller closes it.</summary>
    public OpenHandle Remove(ReadOnlySpan<byte> handle) => Remove(Parse(handle));

    /// <inheritdoc cref="Remove(ReadOnlySpan{byte})"/>
    public OpenHandle Remove(ulong handle)
    {
        var found = Get(handle);
        var place = (int)(handle >> 32);
        _places[place] = default;
        _free.Push(place);
        return found;
    }

    /// <summary>Drops everything that was not closed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, handle) in _places)
        {
            if (handle is not null)
            {
                await handle.DisposeAsync();
            }
        }

        _places.Clear();
    }

    private static ulong Parse(ReadOnlySpan<byte> handle) => handle.Length == Size ? BinaryPrimitives.ReadUInt64BigEndian(handle) : ulong.MaxValue;

    private static OpenFile AsFile(OpenHandle handle) =>
        handle as OpenFile ?? throw new SftpException(SftpStatus.Failure, "The handle is a directory's, not a file's.");
}

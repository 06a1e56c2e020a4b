using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ActorMft.Node.Pulls;

/// <summary>
/// The files of one listing, 8 bytes each. Two ids of one hash are taken for the same, which only means that a file which has vanished is
/// remembered for longer.
/// </summary>
internal sealed class ListedFiles
{
    private readonly List<ulong> _hashes = [];
    private bool _isSorted;

    public int Count => _hashes.Count;

    public void Add(string id)
    {
        _hashes.Add(Hash(id));
        _isSorted = false;
    }

    public bool Contains(string id)
    {
        if (!_isSorted)
        {
            _hashes.Sort();
            _isSorted = true;
        }

        return _hashes.BinarySearch(Hash(id)) >= 0;
    }

    private static ulong Hash(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(id.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}

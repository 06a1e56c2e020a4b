using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Ssh.Wire;

/// <summary>
/// Writes the data types of RFC 4251, section 5, into the span it was given; when that is too short, into an array from
/// the pool, which <see cref="Dispose"/> clears and gives back.
/// </summary>
internal ref struct SshWriter
{
    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _position;

    /// <summary>Starts in <paramref name="initial"/>, which may be empty.</summary>
    public SshWriter(Span<byte> initial)
    {
        _buffer = initial;
    }

    /// <summary>Bytes written so far.</summary>
    public readonly int Length => _position;

    /// <summary>What was written. Valid until the next write or <see cref="Dispose"/>.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._position];

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void WriteBoolean(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    /// <summary>Raw bytes, without a length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    public void WriteString(ReadOnlySpan<byte> value)
    {
        WriteUInt32((uint)value.Length);
        WriteBytes(value);
    }

    /// <summary>A string in UTF-8.</summary>
    public void WriteString(string value)
    {
        int count = Encoding.UTF8.GetByteCount(value);
        WriteUInt32((uint)count);
        Encoding.UTF8.GetBytes(value, Take(count));
    }

    public void WriteNameList(IReadOnlyList<string> names) => WriteString(string.Join(',', names));

    /// <summary>A non-negative mpint from its big-endian magnitude; leading zeros are dropped, a sign byte added if needed.</summary>
    public void WriteMpint(ReadOnlySpan<byte> magnitude)
    {
        int zeros = magnitude.IndexOfAnyExcept((byte)0);
        magnitude = zeros < 0 ? [] : magnitude[zeros..];
        bool sign = !magnitude.IsEmpty && (magnitude[0] & 0x80) != 0;
        WriteUInt32((uint)magnitude.Length + (sign ? 1u : 0u));
        if (sign)
        {
            WriteByte(0);
        }

        WriteBytes(magnitude);
    }

    /// <summary>Writes a length of 0 and returns where, for <see cref="EndString"/>.</summary>
    public int BeginString()
    {
        int start = _position;
        WriteUInt32(0);
        return start;
    }

    /// <summary>Makes everything written since <see cref="BeginString"/> a string.</summary>
    public readonly void EndString(int start) =>
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[start..], (uint)(_position - start - 4));

    public readonly byte[] ToArray() => Written.ToArray();

    public void Dispose()
    {
        if (_rented is not null)
        {
            CryptographicOperations.ZeroMemory(_rented.AsSpan(0, _position));
            ArrayPool<byte>.Shared.Return(_rented);
        }

        this = default;
    }

    private Span<byte> Take(int count)
    {
        if (count > _buffer.Length - _position)
        {
            Grow(count);
        }

        Span<byte> taken = _buffer.Slice(_position, count);
        _position += count;
        return taken;
    }

    private void Grow(int count)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(256, Math.Max(_position + count, _buffer.Length * 2)));
        Written.CopyTo(larger);
        CryptographicOperations.ZeroMemory(_buffer[.._position]);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _rented = larger;
        _buffer = larger;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace ActorMft.Ssh.Wire;

/// <summary>
/// Reads the data types of RFC 4251, section 5. Every length is checked against what is left and against a cap before
/// use; input that is too short or too long throws an <see cref="SshException"/> of <see cref="SshFailure.Protocol"/>.
/// </summary>
internal ref struct SshReader(ReadOnlySpan<byte> data)
{
    /// <summary>The cap of a string where the caller names none, in bytes: the largest packet that is accepted.</summary>
    public const int MaxString = 512 * 1024;

    /// <summary>The cap of a name-list, in bytes. OpenSSH's longest is about 600.</summary>
    public const int MaxNameList = 16 * 1024;

    /// <summary>The cap of an mpint, in bytes: 16,384 bits and a sign byte.</summary>
    public const int MaxMpint = 2049;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _data[_position..];

    /// <summary>Whether everything has been read.</summary>
    public readonly bool IsAtEnd => _position == _data.Length;

    public byte ReadByte() => Take(1)[0];

    /// <summary>Any value but 0 is true.</summary>
    public bool ReadBoolean() => Take(1)[0] != 0;

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    /// <summary>A string as raw bytes, pointing into the input.</summary>
    /// <param name="max">The cap in bytes.</param>
    public ReadOnlySpan<byte> ReadString(int max = MaxString)
    {
        uint length = ReadUInt32();
        if (length > (uint)max)
        {
            throw SshException.Protocol($"A string of {length} bytes is longer than the {max} allowed here.");
        }

        return Take((int)length);
    }

    /// <summary>A string that must be UTF-8.</summary>
    /// <param name="max">The cap in bytes.</param>
    public string ReadUtf8(int max = MaxString)
    {
        ReadOnlySpan<byte> bytes = ReadString(max);
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new SshException(SshFailure.Protocol, "A string is not valid UTF-8.", e);
        }
    }

    /// <summary>A name: printable US-ASCII without comma and space (RFC 4251, section 6), 64 bytes unless told.</summary>
    public string ReadName(int max = 64)
    {
        ReadOnlySpan<byte> bytes = ReadString(max);
        foreach (byte b in bytes)
        {
            if (b is <= 0x20 or >= 0x7F)
            {
                throw SshException.Protocol("A name has a byte that is not printable US-ASCII.");
            }
        }

        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>A comma-separated list of names. An empty list has no names; an empty name is refused.</summary>
    public string[] ReadNameList()
    {
        string list = ReadName(MaxNameList);
        if (list.Length == 0)
        {
            return [];
        }

        string[] names = list.Split(',');
        foreach (string name in names)
        {
            if (name.Length == 0)
            {
                throw SshException.Protocol("A name-list has an empty name.");
            }
        }

        return names;
    }

    /// <summary>
    /// A non-negative mpint as its big-endian magnitude without leading zero, pointing into the input. A negative number
    /// and unneeded leading zeros are refused.
    /// </summary>
    /// <param name="max">The cap in bytes.</param>
    public ReadOnlySpan<byte> ReadMpint(int max = MaxMpint)
    {
        ReadOnlySpan<byte> bytes = ReadString(max);
        if (bytes.IsEmpty)
        {
            return bytes;
        }

        if ((bytes[0] & 0x80) != 0)
        {
            throw SshException.Protocol("An mpint is negative.");
        }

        if (bytes[0] != 0)
        {
            return bytes;
        }

        if (bytes.Length == 1 || (bytes[1] & 0x80) == 0)
        {
            throw SshException.Protocol("An mpint has an unneeded leading zero.");
        }

        return bytes[1..];
    }

    /// <summary>Refuses anything that is left.</summary>
    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw SshException.Protocol($"{_data.Length - _position} bytes are left behind the end of a message.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)(_data.Length - _position))
        {
            throw SshException.Protocol($"A message ends early: {count} bytes are needed, {_data.Length - _position} are left.");
        }

        ReadOnlySpan<byte> taken = _data.Slice(_position, count);
        _position += count;
        return taken;
    }
}

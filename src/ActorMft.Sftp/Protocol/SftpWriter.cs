using System.Buffers.Binary;
using System.Text;

namespace ActorMft.Sftp.Protocol;

/// <summary>
/// Writes one packet into memory that is large enough: uint32 length, byte type, fields. <see cref="Finish"/> puts the length in.
/// </summary>
internal ref struct SftpWriter
{
    /// <summary>Length and type, in bytes.</summary>
    public const int Head = 5;

    /// <summary>The longest ATTRS that are ever written, in bytes.</summary>
    public const int MaxAttributes = 32;

    private readonly Span<byte> _buffer;

    public SftpWriter(Span<byte> buffer, PacketType type)
    {
        _buffer = buffer;
        _buffer[sizeof(uint)] = (byte)type;
        Position = Head;
    }

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that a text takes at most.</summary>
    public static int MaxSize(ReadOnlySpan<char> text) => sizeof(uint) + Encoding.UTF8.GetMaxByteCount(text.Length);

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[Position..], value);
        Position += sizeof(uint);
    }

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer[Position..], value);
        Position += sizeof(ulong);
    }

    public void WriteString(ReadOnlySpan<byte> value)
    {
        WriteUInt32((uint)value.Length);
        value.CopyTo(_buffer[Position..]);
        Position += value.Length;
    }

    public void WriteText(ReadOnlySpan<char> value)
    {
        var length = Encoding.UTF8.GetBytes(value, _buffer[(Position + sizeof(uint))..]);
        WriteUInt32((uint)length);
        Position += length;
    }

    // As SftpReader.ReadAttributes. Owner and group, and the two times, only exist together: the missing half is the other's value.
    public void WriteAttributes(in SftpAttributes attributes)
    {
        var flags = attributes.Size is null ? AttributeFlags.None : AttributeFlags.Size;
        flags |= (attributes.UserId ?? attributes.GroupId) is null ? AttributeFlags.None : AttributeFlags.Owner;
        flags |= attributes.Mode is null ? AttributeFlags.None : AttributeFlags.Mode;
        flags |= (attributes.AccessTime ?? attributes.ModifyTime) is null ? AttributeFlags.None : AttributeFlags.Times;
        WriteUInt32((uint)flags);
        if (attributes.Size is { } size)
        {
            WriteUInt64((ulong)size);
        }

        if (flags.HasFlag(AttributeFlags.Owner))
        {
            WriteUInt32(attributes.UserId ?? attributes.GroupId ?? 0);
            WriteUInt32(attributes.GroupId ?? attributes.UserId ?? 0);
        }

        if (attributes.Mode is { } mode)
        {
            WriteUInt32(mode);
        }

        if (flags.HasFlag(AttributeFlags.Times))
        {
            WriteUInt32(attributes.AccessTime ?? attributes.ModifyTime ?? 0);
            WriteUInt32(attributes.ModifyTime ?? attributes.AccessTime ?? 0);
        }
    }

    /// <summary>Overwrites a count that was only known later.</summary>
    public readonly void Patch(int position, uint value) => BinaryPrimitives.WriteUInt32BigEndian(_buffer[position..], value);

    /// <summary>Writes the packet's length; <paramref name="following"/> more bytes belong to it. Returns the size of all of it.</summary>
    public readonly int Finish(int following = 0)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer, (uint)(Position + following - sizeof(uint)));
        return Position + following;
    }
}

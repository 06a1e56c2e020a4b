using System.Buffers.Binary;
using System.Text;

namespace ActorMft.Sftp.Protocol;

/// <summary>Reads the fields of one packet; a field that doesn't fit is a <see cref="SftpStatus.BadMessage"/>.</summary>
internal ref struct SftpReader(ReadOnlySpan<byte> packet)
{
    private const int MaxExtendedAttributes = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = packet;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    public byte ReadByte() => Take(1)[0];

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

    /// <summary>uint32 length, bytes. Valid as long as the packet.</summary>
    public ReadOnlySpan<byte> ReadString()
    {
        var length = ReadUInt32();
        return length <= (uint)_rest.Length ? Take((int)length) : throw TooShort();
    }

    /// <summary>A string that names something: strict UTF-8 without zero bytes, so that what is stored is what was meant.</summary>
    public string ReadText()
    {
        var bytes = ReadString();
        if (bytes.Contains((byte)0))
        {
            throw new SftpException(SftpStatus.Failure, "A name can't contain a zero byte.");
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new SftpException(SftpStatus.Failure, "The name is not valid UTF-8; set the client's character set to UTF-8.", exception);
        }
    }

    /// <summary>A string for people, whatever it contains.</summary>
    public string ReadLenientText() => Encoding.UTF8.GetString(ReadString());

    // uint32 flags, uint64 size, uint32 uid, uint32 gid, uint32 permissions, uint32 atime, uint32 mtime,
    // uint32 extended_count, (string type, string data)*: each only if its flag is set.
    public SftpAttributes ReadAttributes()
    {
        var flags = (AttributeFlags)ReadUInt32();
        var attributes = default(SftpAttributes);
        if (flags.HasFlag(AttributeFlags.Size))
        {
            var size = ReadUInt64();
            attributes = attributes with { Size = size <= long.MaxValue ? (long)size : throw TooLarge(size) };
        }

        if (flags.HasFlag(AttributeFlags.Owner))
        {
            attributes = attributes with { UserId = ReadUInt32(), GroupId = ReadUInt32() };
        }

        if (flags.HasFlag(AttributeFlags.Mode))
        {
            attributes = attributes with { Mode = ReadUInt32() };
        }

        if (flags.HasFlag(AttributeFlags.Times))
        {
            attributes = attributes with { AccessTime = ReadUInt32(), ModifyTime = ReadUInt32() };
        }

        if (flags.HasFlag(AttributeFlags.Extended))
        {
            SkipExtendedAttributes();
        }

        return attributes;
    }

    private void SkipExtendedAttributes()
    {
        var count = ReadUInt32();
        if (count > MaxExtendedAttributes)
        {
            throw new SftpException(SftpStatus.BadMessage, $"{count} extended attributes; at most {MaxExtendedAttributes} are read.");
        }

        for (var i = 0; i < count; i++)
        {
            ReadString();
            ReadString();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_rest.Length < length)
        {
            throw TooShort();
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private static SftpException TooShort() => new(SftpStatus.BadMessage, "The packet ends before its last field.");

    private static SftpException TooLarge(ulong size) => new(SftpStatus.BadMessage, $"A size of {size} bytes is beyond 2^63-1.");
}

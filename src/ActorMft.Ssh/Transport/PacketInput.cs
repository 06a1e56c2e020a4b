using ActorMft.Ssh.Algorithms;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// The incoming half of a connection, used by the input loop alone. Opens packets in place, where they have arrived.
/// </summary>
internal sealed class PacketInput : IDisposable
{
    /// <summary>The longest packet before the login, in bytes (RFC 4253, section 6.1).</summary>
    public const int MaxPacketBeforeLogin = 35_000;

    /// <summary>The longest packet after the login, in bytes: 256 KiB of data and what is around them.</summary>
    public const int MaxPacketAfterLogin = (256 * 1024) + 1024;

    private readonly InputBuffer _buffer;
    private readonly OpenedPackets _opened = new();
    private PacketOpener _opener = new PlainOpener();

    public PacketInput(Stream stream, TimeProvider timeProvider)
    {
        _buffer = new InputBuffer(stream, timeProvider);
    }

    /// <summary>The sequence number of the next packet.</summary>
    public uint Sequence { get; private set; }

    /// <summary>The longest packet that is accepted now, in bytes.</summary>
    public int MaxPacket
    {
        get;
        set
        {
            field = value;
            _buffer.MayBringSecrets = value == MaxPacketBeforeLogin;
        }
    } = MaxPacketBeforeLogin;

    /// <summary>Where the packets read since the last <see cref="FillAsync(long, CancellationToken)"/> lie; whoever goes on reading in it holds it.</summary>
    public InputBlock? Block => _buffer.Block;

    /// <summary>Bytes received since the keys were changed.</summary>
    public long BytesSinceKeys { get; private set; }

    /// <summary>Packets received since the keys were changed.</summary>
    public uint PacketsSinceKeys { get; private set; }

    /// <summary>When something arrived last, as a timestamp of the time provider.</summary>
    public long LastReceived => _buffer.LastReceived;

    /// <summary>Reads a line of at most <paramref name="max"/> bytes that ends with LF or CR LF, which are not returned.</summary>
    public ValueTask<string> ReadLineAsync(int max, CancellationToken cancellationToken) => _buffer.ReadLineAsync(max, cancellationToken);

    /// <summary>Opens the next packet if all of it has arrived; else <see cref="FillAsync(long, CancellationToken)"/> waits for more.</summary>
    /// <param name="payload">At least one byte, valid until then.</param>
    /// <param name="mayOpenMore">Whether all that has arrived is under the present keys, so that packets may be opened before their turn.</param>
    public bool TryReadPacket(out ReadOnlyMemory<byte> payload, bool mayOpenMore = false)
    {
        payload = default;
        if (_opened.IsEmpty && _opened.Failure is null)
        {
            int most = mayOpenMore && _buffer.Length >= InputBuffer.Much ? _opener.Batch : 1;
            _opened.Open(_opener, most, Sequence, _buffer.BytesOfBlock, _buffer.Start, MaxPacket);
        }

        if (_opened.IsEmpty)
        {
            return _opened.Failure is { } failure ? throw failure : false;
        }

        payload = PayloadOf(_opened.Take());
        return true;
    }

    /// <summary>Waits for what the next packet lacks.</summary>
    /// <param name="sent">Bytes sent since the last wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask FillAsync(long sent, CancellationToken cancellationToken) => _buffer.FillAsync(_opened.Needed, sent, cancellationToken);

    /// <summary>Changes the keys after NEWKEYS.</summary>
    /// <param name="opener">Owned from here on, unless this throws.</param>
    /// <param name="resetSequence">Strict key exchange: the numbers start again at 0.</param>
    /// <exception cref="SshException">Packets that came behind NEWKEYS were under the former keys: the peer sent it before it could.</exception>
    public void ChangeKeys(PacketOpener opener, bool resetSequence)
    {
        if (!_opened.IsEmpty)
        {
            throw SshException.Protocol("NEWKEYS came before the key exchange was done, and packets under the former keys behind it.");
        }

        _opener.Dispose();
        _opener = opener;
        Sequence = resetSequence ? 0 : Sequence;
        BytesSinceKeys = 0;
        PacketsSinceKeys = 0;
    }

    /// <summary>Gives the buffer and the keys back.</summary>
    public void Dispose()
    {
        _buffer.Dispose();
        _opener.Dispose();
    }

    /// <summary>Goes on behind a packet that is open.</summary>
    private ReadOnlyMemory<byte> PayloadOf(PacketPlace place)
    {
        byte[] block = _buffer.Block!.Bytes;
        int padding = block[place.Start + 4];
        int length = place.Length - 5 - padding;
        if (padding < 4 || length < 1)
        {
            throw SshException.Protocol($"A packet of {place.Length - 4} bytes has {padding} bytes of padding.");
        }

        _buffer.TakeTo(place.End + _opener.TagLength);
        Sequence++;
        BytesSinceKeys += place.Length + _opener.TagLength;
        PacketsSinceKeys++;
        return block.AsMemory(place.Start + 5, length);
    }
}

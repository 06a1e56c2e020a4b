using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Sockets;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// The incoming half of a connection, used by the input loop alone. Reads large pieces into a pooled block and opens
/// packets in place; while nothing arrives, the block is back in the pool.
/// </summary>
internal sealed class PacketInput : IDisposable
{
    /// <summary>The longest packet before the login, in bytes (RFC 4253, section 6.1).</summary>
    public const int MaxPacketBeforeLogin = 35_000;

    /// <summary>The longest packet after the login, in bytes: 256 KiB of data and what is around them.</summary>
    public const int MaxPacketAfterLogin = (256 * 1024) + 1024;

    private const int SmallestBuffer = 4 * 1024;

    /// <summary>A block that is so many times larger than what is wanted goes back to the pool.</summary>
    private const int MaxWaste = 8;
    private const int LargestRead = 1024 * 1024;

    /// <summary>As <see cref="LargestRead"/>, of a connection that is waited for in the usual way: it may keep its block for long.</summary>
    private const int LargestSlowRead = 64 * 1024;

    /// <summary>So much within about four waits, in or out, makes a connection busy, in bytes.</summary>
    private const int Busy = 128 * 1024;

    /// <summary>A peer that has sent so much since the last wait is sending on, in bytes.</summary>
    private const int Much = 64 * 1024;

    private readonly Stream _stream;
    private readonly TimeProvider _timeProvider;
    private readonly SocketStream? _socket;
    private readonly EagerWait? _eager;
    private readonly OpenedPackets _opened = new();
    private readonly Func<uint, SshException?> _checkLength;
    private PacketOpener _opener = new PlainOpener();
    private InputBlock? _block;
    private bool _hasSecrets;
    private int _start;
    private int _end;
    private int _readSize = SmallestBuffer;
    private int _packetLength = -1;
    private int _needed;
    private int _received;
    private long _recentlyReceived;
    private long _recentlySent;

    public PacketInput(Stream stream, TimeProvider timeProvider)
    {
        _stream = stream;
        _timeProvider = timeProvider;
        _socket = stream as SocketStream;
        _eager = _socket is null ? null : new EagerWait(_socket.Socket);
        _checkLength = FaultOf;
        LastReceived = timeProvider.GetTimestamp();
    }

    /// <summary>The sequence number of the next packet.</summary>
    public uint Sequence { get; private set; }

    /// <summary>The longest packet that is accepted now, in bytes.</summary>
    public int MaxPacket { get; set; } = MaxPacketBeforeLogin;

    /// <summary>Where the packets read since the last <see cref="FillAsync(long, CancellationToken)"/> lie; whoever goes on reading in it holds it.</summary>
    public InputBlock? Block => _block;

    /// <summary>Bytes received since the keys were changed.</summary>
    public long BytesSinceKeys { get; private set; }

    /// <summary>Packets received since the keys were changed.</summary>
    public uint PacketsSinceKeys { get; private set; }

    /// <summary>When something arrived last, as a timestamp of the time provider.</summary>
    public long LastReceived { get; private set; }

    /// <summary>Reads a line of at most <paramref name="max"/> bytes that ends with LF or CR LF, which are not returned.</summary>
    public async ValueTask<string> ReadLineAsync(int max, CancellationToken cancellationToken)
    {
        while (true)
        {
            int length = Buffered[..Math.Min(_end - _start, max)].IndexOf((byte)'\n');
            if (length >= 0)
            {
                return TakeLine(length);
            }

            if (_end - _start >= max)
            {
                throw new SshException(
                    SshFailure.Protocol,
                    SshDisconnectReason.ProtocolVersionNotSupported,
                    $"The peer's identification has a line of more than {max} bytes; it doesn't speak SSH.");
            }

            await FillAsync(_end - _start + 1, isReady: false, cancellationToken);
        }
    }

    /// <summary>Opens the next packet if all of it has arrived; else <see cref="FillAsync(long, CancellationToken)"/> waits for more.</summary>
    /// <param name="payload">At least one byte, valid until then.</param>
    /// <param name="mayOpenMore">Whether all that has arrived is under the present keys, so that packets may be opened before their turn.</param>
    public bool TryReadPacket(out ReadOnlyMemory<byte> payload, bool mayOpenMore = false)
    {
        payload = default;
        if (mayOpenMore && _opened.IsEmpty && _opened.Failure is null && _opener.Batch > 1 && _end - _start >= Much)
        {
            _opened.Open(_opener, Sequence, _block!.Bytes.AsSpan(0, _end), _start, _checkLength, ref _packetLength);
        }

        if (!_opened.IsEmpty)
        {
            payload = PayloadOf(_opened.Take());
            return true;
        }

        return _opened.Failure is { } failure ? throw failure : TryOpenNext(out payload);
    }

    /// <summary>Waits for what the next packet lacks.</summary>
    /// <param name="sent">Bytes sent since the last wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask FillAsync(long sent, CancellationToken cancellationToken)
    {
        _recentlyReceived += _received - (_recentlyReceived / 4);
        _recentlySent += sent - (_recentlySent / 4);
        AskForRest();
        bool isReady = _eager is not null
            && _recentlyReceived + _recentlySent >= Busy
            && _eager.TryWait(hasMuchCome: _recentlyReceived >= Busy, isRestToCome: _end > _start);
        if (!isReady)
        {
            _eager?.EndWaiting();
            _readSize = Math.Min(_readSize, LargestSlowRead);
        }

        _received = 0;
        return FillAsync(_needed, isReady, cancellationToken);
    }

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
        ReleaseBlock();
        _opener.Dispose();
    }

    /// <summary>What was read is not what the peer sent.</summary>
    internal static SshException WrongCode() =>
        new(SshFailure.Protocol, SshDisconnectReason.MacError, "A packet's authentication code is wrong: it was changed on the way.");

    private bool TryOpenNext(out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        int available = _end - _start;
        if (_packetLength < 0)
        {
            _needed = _opener.HeaderLength;
            if (available < _needed)
            {
                return false;
            }

            uint length = _opener.ReadLength(Sequence, Buffered[.._needed]);
            if (FaultOf(length) is { } fault)
            {
                throw fault;
            }

            _packetLength = (int)length;
        }

        PacketPlace place = new(_start, 4 + _packetLength);
        _needed = place.Length + _opener.TagLength;
        if (available < _needed)
        {
            return false;
        }

        if (!_opener.TryOpen(Sequence, Buffered[..place.Length], Buffered.Slice(place.Length, _opener.TagLength)))
        {
            throw WrongCode();
        }

        _packetLength = -1;
        payload = PayloadOf(place);
        return true;
    }

    /// <summary>Goes on behind a packet that is open.</summary>
    private ReadOnlyMemory<byte> PayloadOf(PacketPlace place)
    {
        int padding = _block!.Bytes[place.Start + 4];
        int length = place.Length - 5 - padding;
        if (padding < 4 || length < 1)
        {
            throw SshException.Protocol($"A packet of {place.Length - 4} bytes has {padding} bytes of padding.");
        }

        _start = place.End + _opener.TagLength;
        Sequence++;
        BytesSinceKeys += place.Length + _opener.TagLength;
        PacketsSinceKeys++;
        return _block.Bytes.AsMemory(place.Start + 5, length);
    }

    private SshException? FaultOf(uint length)
    {
        if (length > (uint)MaxPacket)
        {
            return SshException.Protocol($"A packet of {length} bytes is longer than the {MaxPacket} allowed here.");
        }

        uint padded = length + (_opener.LengthInPadding ? 4u : 0u);
        return length < 6 || padded % (uint)_opener.BlockSize != 0
            ? SshException.Protocol($"A packet of {length} bytes is not a multiple of the block of {_opener.BlockSize}.")
            : null;
    }

    /// <summary>Waits until at least <paramref name="needed"/> bytes are buffered from <c>_start</c> on.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(int needed, bool isReady, CancellationToken cancellationToken)
    {
        if (_start == _end && !isReady)
        {
            // A read of nothing waits, without a block, until there is something.
            ValueTask<int> ready = _stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
            if (!ready.IsCompleted)
            {
                ReleaseBlock();
            }

            int none = await ready;
            Debug.Assert(none == 0);
        }

        Prepare(needed);
        while (_end - _start < needed)
        {
            int room = Math.Min(_block!.Bytes.Length - _end, LargestRead);
            int count = await _stream.ReadAsync(_block.Bytes.AsMemory(_end, room), cancellationToken);
            if (count == 0)
            {
                throw new SshException(SshFailure.ConnectionLost, "The peer closed the connection.");
            }

            _end += count;
            _received += count;

            // Before the login there may be a password in it.
            _hasSecrets |= MaxPacket == MaxPacketBeforeLogin;
            LastReceived = _timeProvider.GetTimestamp();
            _readSize = count == room ? Math.Min(2 * room, LargestRead) : Math.Clamp(2 * count, SmallestBuffer, LargestRead);
            if (_end - _start < needed)
            {
                // A small or crowded buffer of the system's is ready with less than was asked for. Whoever waits in the usual way waits for any byte.
                _eager?.EndWaiting();
                AskForRest();
            }
        }
    }

    /// <summary>
    /// Of a packet only the beginning has come. A peer that writes it in pieces, without TCP_NODELAY (node's ssh2 does), holds back the next
    /// until this one is acknowledged; by itself that takes 40 ms for each request.
    /// </summary>
    private void AskForRest()
    {
        if (_end > _start && _received < Much)
        {
            _socket?.Acknowledge();
        }
    }

    /// <summary>Makes room for what is needed and for a large read behind what is already there.</summary>
    private void Prepare(int needed)
    {
        int buffered = _end - _start;
        int wanted = Math.Max(needed, buffered + _readSize);
        bool isFit = _block is { IsShared: false } && _block.Bytes.Length <= MaxWaste * wanted;
        if (isFit && wanted <= _block!.Bytes.Length - _start)
        {
            return;
        }

        if (isFit && wanted <= _block!.Bytes.Length)
        {
            Buffered.CopyTo(_block.Bytes);
        }
        else
        {
            var next = new InputBlock(wanted);
            Buffered.CopyTo(next.Bytes);
            ReleaseBlock();
            _block = next;
        }

        _start = 0;
        _end = buffered;
    }

    private Span<byte> Buffered => _block is null ? [] : _block.Bytes.AsSpan(_start, _end - _start);

    private void ReleaseBlock()
    {
        _block?.Release(clear: _hasSecrets);
        _block = null;
        _hasSecrets = false;
        _start = 0;
        _end = 0;
    }

    private string TakeLine(int length)
    {
        ReadOnlySpan<byte> line = Buffered[..length];
        _start += length + 1;
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        return Encoding.Latin1.GetString(line);
    }
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using ActorMft.Ssh.Sockets;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// What has arrived and was not taken yet, in a pooled block that large pieces are read into; while nothing arrives, the block is back in the pool.
/// Positions are of the block, in bytes, and hold until the next <see cref="FillAsync(int, long, CancellationToken)"/>.
/// </summary>
internal sealed class InputBuffer(Stream stream, TimeProvider timeProvider) : IDisposable
{
    /// <summary>A peer that has sent so much since the last wait is sending on, in bytes.</summary>
    public const int Much = 64 * 1024;

    private const int SmallestBuffer = 4 * 1024;

    /// <summary>A block that is so many times larger than what is wanted goes back to the pool.</summary>
    private const int MaxWaste = 8;
    private const int LargestRead = 1024 * 1024;

    /// <summary>As <see cref="LargestRead"/>, of a connection that is waited for in the usual way: it may keep its block for long.</summary>
    private const int LargestSlowRead = 64 * 1024;

    /// <summary>So much within about four waits, in or out, makes a connection busy, in bytes.</summary>
    private const int Busy = 128 * 1024;

    private readonly SocketStream? _socket = stream as SocketStream;
    private readonly EagerWait? _eager = stream is SocketStream socket ? new EagerWait(socket.Socket) : null;
    private bool _hasSecrets;
    private int _end;
    private int _readSize = SmallestBuffer;
    private int _received;
    private long _recentlyReceived;
    private long _recentlySent;

    /// <summary>Where it lies; whoever goes on reading in it holds it.</summary>
    public InputBlock? Block { get; private set; }

    /// <summary>Whether there may be a password in what arrives; it is wiped then.</summary>
    public bool MayBringSecrets { get; set; } = true;

    /// <summary>When something arrived last, as a timestamp of the time provider.</summary>
    public long LastReceived { get; private set; } = timeProvider.GetTimestamp();

    /// <summary>Where it begins; what lies before was taken.</summary>
    public int Start { get; private set; }

    /// <summary>In bytes.</summary>
    public int Length => _end - Start;

    public Span<byte> Bytes => Block is null ? [] : Block.Bytes.AsSpan(Start, Length);

    /// <summary>The block up to the end of what has arrived.</summary>
    public Span<byte> BytesOfBlock => Block is null ? [] : Block.Bytes.AsSpan(0, _end);

    /// <summary>Takes everything before a position.</summary>
    public void TakeTo(int position) => Start = position;

    /// <summary>Reads a line of at most <paramref name="max"/> bytes that ends with LF or CR LF, which are not returned.</summary>
    public async ValueTask<string> ReadLineAsync(int max, CancellationToken cancellationToken)
    {
        while (true)
        {
            int length = Bytes[..Math.Min(Length, max)].IndexOf((byte)'\n');
            if (length >= 0)
            {
                return TakeLine(length);
            }

            if (Length >= max)
            {
                throw new SshException(
                    SshFailure.Protocol,
                    SshDisconnectReason.ProtocolVersionNotSupported,
                    $"The peer's identification has a line of more than {max} bytes; it doesn't speak SSH.");
            }

            await FillAsync(Length + 1, isReady: false, cancellationToken);
        }
    }

    /// <summary>Waits until so many bytes are there.</summary>
    /// <param name="needed">In bytes, from the beginning.</param>
    /// <param name="sent">Bytes sent since the last wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask FillAsync(int needed, long sent, CancellationToken cancellationToken)
    {
        _recentlyReceived += _received - (_recentlyReceived / 4);
        _recentlySent += sent - (_recentlySent / 4);
        AskForRest();
        bool isReady = _eager is not null
            && _recentlyReceived + _recentlySent >= Busy
            && _eager.TryWait(hasMuchCome: _recentlyReceived >= Busy, isRestToCome: Length > 0);
        if (!isReady)
        {
            _eager?.EndWaiting();
            _readSize = Math.Min(_readSize, LargestSlowRead);
        }

        _received = 0;
        return FillAsync(needed, isReady, cancellationToken);
    }

    /// <summary>Gives the block back.</summary>
    public void Dispose() => ReleaseBlock();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(int needed, bool isReady, CancellationToken cancellationToken)
    {
        if (Length == 0 && !isReady)
        {
            // A read of nothing waits, without a block, until there is something.
            ValueTask<int> ready = stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
            if (!ready.IsCompleted)
            {
                ReleaseBlock();
            }

            int none = await ready;
            Debug.Assert(none == 0);
        }

        Prepare(needed);
        while (Length < needed)
        {
            int room = Math.Min(Block!.Bytes.Length - _end, LargestRead);
            int count = await stream.ReadAsync(Block.Bytes.AsMemory(_end, room), cancellationToken);
            if (count == 0)
            {
                throw new SshException(SshFailure.ConnectionLost, "The peer closed the connection.");
            }

            _end += count;
            _received += count;

            _hasSecrets |= MayBringSecrets;
            LastReceived = timeProvider.GetTimestamp();
            _readSize = count == room ? Math.Min(2 * room, LargestRead) : Math.Clamp(2 * count, SmallestBuffer, LargestRead);
            if (Length < needed)
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
        if (Length > 0 && _received < Much)
        {
            _socket?.Acknowledge();
        }
    }

    /// <summary>Makes room for what is needed and for a large read behind what is already there.</summary>
    private void Prepare(int needed)
    {
        int buffered = Length;
        int wanted = Math.Max(needed, buffered + _readSize);
        bool isFit = Block is { IsShared: false } && Block.Bytes.Length <= MaxWaste * wanted;
        if (isFit && wanted <= Block!.Bytes.Length - Start)
        {
            return;
        }

        if (isFit && wanted <= Block!.Bytes.Length)
        {
            Bytes.CopyTo(Block.Bytes);
        }
        else
        {
            var next = new InputBlock(wanted);
            Bytes.CopyTo(next.Bytes);
            ReleaseBlock();
            Block = next;
        }

        Start = 0;
        _end = buffered;
    }

    private void ReleaseBlock()
    {
        Block?.Release(clear: _hasSecrets);
        Block = null;
        _hasSecrets = false;
        Start = 0;
        _end = 0;
    }

    private string TakeLine(int length)
    {
        ReadOnlySpan<byte> line = Bytes[..length];
        Start += length + 1;
        if (line.EndsWith("\r"u8))
        {
            line = line[..^1];
        }

        return Encoding.Latin1.GetString(line);
    }
}

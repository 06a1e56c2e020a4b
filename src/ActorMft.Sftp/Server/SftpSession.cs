using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Server;

/// <summary>
/// One client's session: takes packets from the input, one after the other, and gathers the answers. Answers leave when no complete request is
/// left, or when enough was taken in or given out that the client should get to see it.
/// </summary>
internal sealed class SftpSession : IAsyncDisposable
{
    private const int BatchBytes = 256 * 1024;
    private const int IdAndType = 5;

    private readonly PipeReader _input;
    private readonly SftpServerOptions _options;
    private readonly ReplyWriter _replies;
    private readonly HandleTable _handles;
    private readonly RequestHandler _handler;
    private readonly SftpServerLog _log;
    private readonly WriteRun _run = new();
    private readonly ClosesAhead _ahead;
    private CancellationToken _stop;
    private ReadOnlySequence<byte> _received;
    private byte[] _joined = [];
    private bool _initialized;

    public SftpSession(IDuplexPipe transport, ISftpFileSystem files, SftpServerOptions options)
    {
        _input = transport.Input;
        _options = options;
        _log = new SftpServerLog(options.Logger);
        _replies = new ReplyWriter(transport.Output, options.TimeProvider);
        _handles = new HandleTable(options.MaxHandles);
        _handler = new RequestHandler(files, _handles, _replies, options);
        _ahead = new ClosesAhead(_handles, _handler.Resolve, CloseAsync);
    }

    /// <returns>Whether the client ended its side.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        _stop = cancellationToken;
        using var look = _options.EndWhenFree.Register(_input.CancelPendingRead);
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken);
            _received = result.Buffer;
            var before = _received.Length;
            var more = true;
            try
            {
                while (more && before - _received.Length < BatchBytes && _replies.Pending < BatchBytes)
                {
                    more = await HandleNextAsync(cancellationToken);
                }
            }
            finally
            {
                _input.AdvanceTo(_received.Start, more ? _received.Start : _received.End);
            }

            if (_replies.Pending > 0 && !await _replies.FlushAsync(cancellationToken))
            {
                return true;
            }

            var isToEnd = _options.EndWhenFree.IsCancellationRequested;
            if ((result.IsCanceled && !isToEnd) || (!more && (result.IsCompleted || (isToEnd && _handles.IsEmpty))))
            {
                return result.IsCompleted;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ahead.WhenEnded();
        await _handles.DisposeAsync();
    }

    private async ValueTask<bool> HandleNextAsync(CancellationToken cancellationToken)
    {
        if (!PacketFrame.TryPeek(_received, out var packet))
        {
            return false;
        }

        _received = _received.Slice(packet.End);
        _options.OnRequest?.Invoke();
        var type = (PacketType)packet.FirstSpan[0];
        if (!_initialized || type == PacketType.Init)
        {
            Initialize(type, packet.Length);
        }
        else if (WriteRequest.TryParse(packet, out var write))
        {
            await HandleWritesAsync(write, cancellationToken);
        }
        else if (CloseRequest.TryParse(packet, out var close))
        {
            await HandleCloseAsync(close, cancellationToken);
        }
        else
        {
            await HandleOneAsync(type, packet, cancellationToken);
        }

        return true;
    }

    // byte SSH_FXP_INIT, uint32 version, (string extension-name, string extension-data)*
    private void Initialize(PacketType type, long length)
    {
        if (_initialized || type != PacketType.Init || length < IdAndType)
        {
            throw new SftpException(SftpStatus.BadMessage, $"A packet of type {(byte)type} came where {(_initialized ? "requests" : "INIT")} had to come.");
        }

        _initialized = true;
        _replies.Version(_options);
    }

    private async ValueTask HandleOneAsync(PacketType type, ReadOnlySequence<byte> packet, CancellationToken cancellationToken)
    {
        if (packet.Length < IdAndType)
        {
            throw new SftpException(SftpStatus.BadMessage, $"A packet of type {(byte)type} has {packet.Length} bytes, too few for its id.");
        }

        var whole = Join(packet.Slice(0, Math.Min(packet.Length, SftpLimits.MaxOther)));
        var id = BinaryPrimitives.ReadUInt32BigEndian(whole.Span[1..]);
        try
        {
            if (packet.Length > SftpLimits.MaxOther)
            {
                throw new SftpException(SftpStatus.BadMessage, $"A request of {packet.Length} bytes; without content at most {SftpLimits.MaxOther} are allowed.");
            }

            await _handler.HandleAsync(type, id, whole[IdAndType..], cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Answer(id, type, exception);
        }
    }

    private async ValueTask HandleWritesAsync(WriteRequest first, CancellationToken cancellationToken)
    {
        GatherWrites(first);
        try
        {
            RequestHandler.RequireAllowed(_options, RequestNames.Of(PacketType.Write));
            var file = _handles.GetFile(first.Handle);
            if (first.Offset > (ulong)(long.MaxValue - _run.Length))
            {
                throw new SftpException(SftpStatus.Failure, "The offset is beyond what a file can have.");
            }

            if (_run.Length > 0)
            {
                await file.File.WriteAsync(file.Place((long)first.Offset, _run.Length), _run.Data, cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            foreach (var id in _run.Ids)
            {
                Answer(id, PacketType.Write, exception);
            }

            return;
        }

        foreach (var id in _run.Ids)
        {
            _replies.Status(id, SftpStatus.Ok);
        }
    }

    private void GatherWrites(in WriteRequest first)
    {
        _run.Start(first);
        while (PacketFrame.TryPeek(_received, out var packet) && WriteRequest.TryParse(packet, out var next) && _run.TryAdd(first, next))
        {
            _received = _received.Slice(packet.End);
            _options.OnRequest?.Invoke();
        }
    }

    private async ValueTask HandleCloseAsync(CloseRequest request, CancellationToken cancellationToken)
    {
        var path = _handles.Find(request.Handle)?.Path;
        var closing = _ahead.TryTake(request.Handle, out var begun) ? begun : CloseAsync(request.Handle);
        if (!closing.IsCompleted && path is not null)
        {
            _ahead.Begin(_received, path);
        }

        var failure = await closing;
        if (failure is null)
        {
            _replies.Status(request.Id, SftpStatus.Ok);
        }
        else if (cancellationToken.IsCancellationRequested)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
        else
        {
            Answer(request.Id, PacketType.Close, failure);
        }
    }

    /// <returns>Why it failed, or null; never throws: it may be under way long before its turn.</returns>
    private async Task<Exception?> CloseAsync(ulong handle)
    {
        try
        {
            RequestHandler.RequireAllowed(_options, RequestNames.Of(PacketType.Close));
            await using var open = _handles.Remove(handle);
            if (open is OpenFile file)
            {
                await file.File.CloseAsync(_stop);
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private void Answer(uint id, PacketType type, Exception exception)
    {
        if (exception is SftpException failure)
        {
            _log.Refused(type, failure.Status, failure.Message);
            _replies.Status(id, failure.Status, failure.Message);
        }
        else
        {
            _log.Failed(exception, type);
            _replies.Status(id, SftpStatus.Failure, "The server failed to do this; its operator finds the reason in the log.");
        }
    }

    private ReadOnlyMemory<byte> Join(in ReadOnlySequence<byte> packet)
    {
        if (packet.IsSingleSegment)
        {
            return packet.First;
        }

        if (_joined.Length < packet.Length)
        {
            _joined = new byte[packet.Length];
        }

        packet.CopyTo(_joined);
        return _joined.AsMemory(0, (int)packet.Length);
    }
}

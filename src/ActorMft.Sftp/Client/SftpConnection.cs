using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using ActorMft.Sftp.Protocol;
using Microsoft.Extensions.Logging;

namespace ActorMft.Sftp.Client;

/// <summary>Requests out, answers in; one loop reads the answers and hands each to whoever waits for it.</summary>
internal sealed partial class SftpConnection : IAsyncDisposable
{
    private const int IdAndType = 5;
    private const string ClosedHere = "The connection was closed on this side.";

    private readonly IDuplexPipe _transport;
    private readonly ILogger _logger;
    private readonly ReplyTable _replies;
    private readonly AnswerWatch? _watch;
    private readonly RequestSender _sender;
    private readonly PendingReply _version;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lazy<Task> _closed;
    private bool _hasVersion;

    public SftpConnection(IDuplexPipe transport, SftpClientOptions options)
    {
        _transport = transport;
        _logger = options.Logger;
        _replies = new ReplyTable(options.TimeProvider);
        _sender = new RequestSender(transport.Output, _replies);
        _version = _replies.Rent(default, runHere: false);
        _closed = new Lazy<Task>(CloseAsync);
        _watch = options.AnswerTimeout is { } limit ? new AnswerWatch(_replies, limit, options.TimeProvider, OnSilence) : null;
    }

    /// <summary>Completes when the loop has ended. Never faults.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Says INIT and waits for VERSION.</summary>
    /// <returns>uint32 version, (string extension-name, string extension-data)*</returns>
    public async Task<byte[]> StartAsync(CancellationToken cancellationToken)
    {
        Completion = Task.Run(ReadAsync, CancellationToken.None);
        await _sender.SendInitAsync(cancellationToken);
        return (await _version.WaitAsync(cancellationToken)).Fields;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public async Task<Reply> RequestAsync(PacketType type, int size, FieldWriter fields, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(new FieldRequest(type, size, fields), default, runHere: false, hasNext: false, cancellationToken);
        return await reply.WaitAsync(cancellationToken);
    }

    /// <summary>Sends a request, which may have to wait until the output takes it. The answer is to be waited for in any case.</summary>
    /// <param name="request">Copied before the call returns to its caller's next await.</param>
    /// <param name="target">Where content goes; untouched once the wait has ended.</param>
    /// <param name="runHere">
    /// Whether the one who waits for the answer goes on on the loop that reads answers: without changing threads, but nothing else is answered
    /// until it waits again.
    /// </param>
    /// <param name="hasNext">Whether the caller goes on to send, or to <see cref="FlushAsync"/>, before it waits for anything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<PendingReply> SendAsync<T>(T request, ContentTarget target, bool runHere, bool hasNext, CancellationToken cancellationToken)
        where T : struct, IRequest
    {
        var reply = _replies.Rent(target, runHere);
        try
        {
            await _sender.SendAsync(request, reply, hasNext, cancellationToken);
            return reply;
        }
        catch
        {
            await ForgetAsync(reply, cancellationToken);
            throw;
        }
    }

    /// <summary>Lets everything leave that was sent with the promise of more.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _sender.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => new(_closed.Value);

    /// <summary>It may have left in spite of the failure; from here on its answer finds nobody.</summary>
    private static async ValueTask ForgetAsync(PendingReply reply, CancellationToken cancellationToken)
    {
        if (!reply.TryAbandon(cancellationToken))
        {
            await ((Task)reply.WaitAsync(CancellationToken.None).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Who waits for an answer, or until the output takes a request, is told; the rest of the end is the owner's.</summary>
    private void OnSilence(SftpException reason)
    {
        _replies.End(reason);
        _transport.Output.CancelPendingFlush();
        try
        {
            _ = _closing.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // Closed at the same moment.
        }
    }

    private async Task CloseAsync()
    {
        _replies.End(new SftpException(SftpStatus.NoConnection, ClosedHere));
        await _closing.CancelAsync();
        await _sender.CompleteAsync();
        await Completion;
        if (_transport is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        _closing.Dispose();
    }

    private async Task ReadAsync()
    {
        SftpException end;
        try
        {
            await ReadRepliesAsync();
            end = new SftpException(SftpStatus.ConnectionLost, _hasVersion ? "The server has ended the session." : "The server ended the session before it said anything; is SFTP allowed for this user?");
        }
        catch (OperationCanceledException)
        {
            end = new SftpException(SftpStatus.NoConnection, ClosedHere);
        }
        catch (SftpException exception)
        {
            LogBroken(exception);
            end = new SftpException(
                SftpStatus.ConnectionLost,
                _hasVersion ? $"The server broke the protocol: {exception.Message}" : "The server's first bytes are not SFTP; its login script may print something.",
                exception);
        }
        catch (Exception exception)
        {
            LogBroken(exception);
            end = new SftpException(SftpStatus.ConnectionLost, $"The connection was lost: {exception.Message}", exception);
        }

        _watch?.Dispose();
        _replies.End(end);
        _version.Fail(end);
        await _transport.Input.CompleteAsync();
    }

    private async Task ReadRepliesAsync()
    {
        while (true)
        {
            var result = await _transport.Input.ReadAsync(_closing.Token);
            var received = result.Buffer;
            try
            {
                while (PacketFrame.TryPeek(received, out var packet))
                {
                    received = received.Slice(packet.End);
                    Take(packet);
                }
            }
            finally
            {
                _transport.Input.AdvanceTo(received.Start, received.End);
            }

            if (result.IsCompleted || result.IsCanceled)
            {
                return;
            }
        }
    }

    private void Take(in ReadOnlySequence<byte> packet)
    {
        var type = (PacketType)packet.FirstSpan[0];
        if (!_hasVersion)
        {
            _hasVersion = type == PacketType.Version ? true : throw new SftpException(SftpStatus.BadMessage, $"A packet of type {(byte)type} came where VERSION had to come.");
            _version.TryComplete(type, packet.Slice(1));
            return;
        }

        if (packet.Length < IdAndType)
        {
            throw new SftpException(SftpStatus.BadMessage, $"An answer of {packet.Length} bytes has no id.");
        }

        Span<byte> head = stackalloc byte[sizeof(uint)];
        packet.Slice(1, sizeof(uint)).CopyTo(head);
        var id = new SftpReader(head).ReadUInt32();
        var pending = _replies.Remove(id) ?? throw new SftpException(SftpStatus.BadMessage, $"An answer came to request {id}, which waits for none.");
        if (!pending.TryComplete(type, packet.Slice(IdAndType)) && type == PacketType.Handle)
        {
            // Opened for somebody who has given up meanwhile.
            _ = CloseUnwantedAsync(new SftpReader(packet.Slice(IdAndType).ToArray()).ReadString().ToArray());
        }
    }

    private async Task CloseUnwantedAsync(byte[] handle)
    {
        try
        {
            await RequestAsync(PacketType.Close, sizeof(uint) + handle.Length, (ref writer) => writer.WriteString(handle), _closing.Token);
        }
        catch (Exception exception) when (exception is SftpException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended, and the handle with it.
        }
    }

    [LoggerMessage(2101, LogLevel.Debug, "The connection ended")]
    private partial void LogBroken(Exception exception);
}

using System.IO.Pipelines;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// A session channel that carries a subsystem. What the peer sends is read from <see cref="Input"/>; advancing it opens the
/// peer's window again. What is written to <see cref="Output"/> waits when the peer's window is full.
/// </summary>
public sealed class SshChannel : IDuplexPipe, IAsyncDisposable
{
    private readonly ChannelTable _table;
    private readonly ChannelInput _input;
    private readonly ChannelOutput _output;
    private readonly ReceiveWindow _receiveWindow;
    private readonly CloseHandshake _close;
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isPeerDone;
    private volatile bool _isCut;

    internal SshChannel(ChannelTable table, PacketOutput connection, uint localId, int window)
    {
        _table = table;
        LocalId = localId;
        _close = new CloseHandshake(connection);
        _receiveWindow = new ReceiveWindow(window);
        _input = new ChannelInput(OnConsumed);
        _output = new ChannelOutput(connection);
    }

    /// <summary>The subsystem's name, <c>sftp</c> for example.</summary>
    public string Subsystem { get; internal set; } = string.Empty;

    /// <summary>
    /// Completes at the peer's EOF or CLOSE; throws the <see cref="SshException"/> of a connection that was lost. Whoever waits for it
    /// goes on on the connection's input loop: other messages are read only when it waits again.
    /// </summary>
    public PipeReader Input => _input;

    /// <summary>Completing it sends EOF once everything before it was sent. Flushing is completed when the channel is closed.</summary>
    public PipeWriter Output => _output;

    /// <summary>The exit status that the server sent, if it did.</summary>
    public uint? ExitStatus { get; internal set; }

    internal uint LocalId { get; }

    internal uint RemoteId { get; private set; }

    /// <summary>The answer to a client's CHANNEL_OPEN.</summary>
    internal TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer to a client's only request with one.</summary>
    internal TaskCompletionSource<bool> RequestAnswered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether both sides have sent CLOSE.</summary>
    internal bool IsOver => _close.IsOver;

    /// <summary>Whether nothing is left of it.</summary>
    internal bool IsFree => _close.IsFree;

    /// <summary>
    /// Sends what is left of <see cref="Output"/>, EOF, the exit status if there is one, and CLOSE. May be called twice.
    /// Returns when all of it was handed to the connection, or the channel or the connection has ended.
    /// </summary>
    public async ValueTask CloseAsync(uint? exitStatus)
    {
        if (_close.TryClose(exitStatus))
        {
            _output.Complete();
            _closing.TrySetResult();
            _table.RemoveIfFree(this);
        }

        await _finished.Task;
    }

    /// <summary>
    /// Completes when what was written to <see cref="Output"/> and flushed before has been handed to the connection, or the channel
    /// has ended. For a connection that is about to be closed with a reason; counts for the first call.
    /// </summary>
    public Task WhenSentAsync() => _output.WhenSentAsync();

    /// <summary>Closes without an exit status, and without waiting for the peer to open its window for what is left.</summary>
    public ValueTask DisposeAsync()
    {
        _output.Abandon();
        return CloseAsync(exitStatus: null);
    }

    /// <summary>The channel is open on both sides: sending may begin.</summary>
    internal void Start(uint remoteId, uint window, uint maxPacket, int ownMaxPacket)
    {
        RemoteId = remoteId;
        _output.Start(remoteId, window, (int)Math.Min(maxPacket, (uint)ownMaxPacket));
        _ = RunAsync();
        Opened.TrySetResult();
    }

    /// <summary>From here on, somebody serves the channel and has to close it.</summary>
    internal void BeginService(string subsystem)
    {
        Subsystem = subsystem;
        _close.BeginService();
    }

    /// <summary>Takes in data where it lies; <see cref="Deliver"/> follows.</summary>
    internal void OnData(ReadOnlyMemory<byte> data)
    {
        _receiveWindow.Accept(data.Length);
        if (_isPeerDone)
        {
            throw SshException.Protocol("The peer sent data after EOF or CLOSE.");
        }

        if (!_input.TryAdd(data))
        {
            // Nobody reads any more; the peer must not be stalled by that.
            OnConsumed(data.Length);
        }
    }

    /// <summary>The end of a batch: whoever reads goes on, and the connection gets its block back or leaves it to the channel.</summary>
    internal void Deliver(InputBlock block) => _input.Deliver(block);

    /// <summary>Data that is counted and dropped: what a subsystem writes to its standard error.</summary>
    internal void OnIgnoredData(int count)
    {
        _receiveWindow.Accept(count);
        OnConsumed(count);
    }

    internal void OnWindowAdjust(uint bytes) => _output.AddWindow(bytes);

    internal void OnEof() => EndInput(failure: null, byPeer: true);

    internal void OnClose()
    {
        _close.Receive();
        EndInput(failure: null, byPeer: true);
        RequestAnswered.TrySetException(new SshException(SshFailure.ChannelRefused, "The peer closed the channel instead of answering the request on it."));

        // Nobody may be waiting for it.
        _ = RequestAnswered.Task.Exception;
        Cut();
        _table.RemoveIfFree(this);
    }

    internal void OnEnded(SshException failure)
    {
        _close.End();
        EndInput(failure.Again(), byPeer: true);
        Opened.TrySetException(failure.Again());
        RequestAnswered.TrySetException(failure.Again());

        // Nobody may be waiting for these two.
        _ = Opened.Task.Exception;
        _ = RequestAnswered.Task.Exception;
        Cut();
    }

    /// <summary>Sends a message of this channel unless its CLOSE was sent.</summary>
    internal void Send(ReadOnlySpan<byte> payload) => _close.Send(payload);

    /// <summary>Stops sending: the peer doesn't take any more.</summary>
    private void Cut()
    {
        _isCut = true;
        _output.Cut();
        _closing.TrySetResult();
    }

    private void EndInput(SshException? failure, bool byPeer)
    {
        _isPeerDone |= byPeer;
        _input.End(failure);
    }

    private void OnConsumed(long? count)
    {
        uint adjustment = count is { } bytes ? _receiveWindow.Consume(bytes) : _receiveWindow.ConsumeAll();
        if (adjustment > 0 && !_input.IsOver)
        {
            using var writer = new SshWriter(stackalloc byte[16]);
            writer.WriteByte((byte)SshMessage.ChannelWindowAdjust);
            writer.WriteUInt32(RemoteId);
            writer.WriteUInt32(adjustment);
            Send(writer.Written);
        }
    }

    /// <summary>The channel's sending side from open to closed. However it ends, whoever waits for the end is told.</summary>
    private async Task RunAsync()
    {
        try
        {
            await SendToTheEndAsync();
        }
        finally
        {
            // What still arrives is not passed on.
            EndInput(failure: null, byPeer: false);
            _table.RemoveIfFree(this);
            _finished.SetResult();
        }
    }

    private async Task SendToTheEndAsync()
    {
        if (await _output.Ended)
        {
            Send(ChannelMessages.Of(SshMessage.ChannelEof, RemoteId));
        }

        await _closing.Task;
        if (_close.ExitStatus is { } status && !_isCut)
        {
            Send(ChannelMessages.ExitStatus(RemoteId, status));
        }

        _close.SendClose(RemoteId);
    }
}

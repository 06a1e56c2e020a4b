using System.Collections.Immutable;
using ActorMft.Ssh.Quirks;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// A connection of either side: one input loop that handles messages in order, one output loop that sends what has gathered,
/// and one end, whoever causes it.
/// </summary>
internal sealed partial class SshTransport : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly TransportSettings _settings;
    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly PacketInput _input;
    private readonly IConnectionHandler _handler;
    private readonly InputLoop _inputLoop;
    private readonly OutputLoop _outputLoop;
    private readonly ConnectionEnd _end;
    private volatile int _phase = (int)SshPhase.FirstKeyExchange;
    private ImmutableHashSet<string> _legacySignatures = [];
    private ConnectionUpkeep? _upkeep;

    /// <param name="id">For the log.</param>
    /// <param name="stream">Owned.</param>
    /// <param name="settings">Of this side.</param>
    /// <param name="createHandler">Makes what runs on top.</param>
    /// <param name="logger">Takes the connection's log.</param>
    /// <param name="timeProvider">Measures all times.</param>
    public SshTransport(
        long id,
        Stream stream,
        TransportSettings settings,
        Func<SshTransport, IConnectionHandler> createHandler,
        ILogger logger,
        TimeProvider timeProvider)
    {
        Id = id;
        _stream = stream;
        _settings = settings;
        _logger = logger;
        _timeProvider = timeProvider;
        _end = new ConnectionEnd(timeProvider);
        _input = new PacketInput(stream, timeProvider);
        Output = new PacketOutput(settings.RekeyBytes);
        Exchange = new KeyExchanger(settings, _input, Output, timeProvider);
        Output.RekeyDue = Exchange.Start;
        Output.HeldTooMuch = failure => End(failure, tellPeer: true);
        _handler = createHandler(this);
        _outputLoop = new OutputLoop(Output, stream);
        _inputLoop = new InputLoop(this, settings, _input, new MessageDispatcher(this, settings, _input, _handler, logger), _handler);
    }

    public long Id { get; }

    public PacketOutput Output { get; }

    public KeyExchanger Exchange { get; }

    /// <summary>
    /// Completes when the connection has ended and everything of it is released, but for the memory of a loop that doesn't return because
    /// what it runs blocks: that is released when it does. Never faults.
    /// </summary>
    public Task Completion => _end.Completion;

    /// <summary>Why the connection ended, or null while it lives.</summary>
    public SshException? Failure => _end.Cause;

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Stopping => _end.Stopping;

    public string PeerIdent => Exchange.PeerIdent;

    public PeerQuirks Quirks { get; private set; }

    public AlgorithmOffer Offer => _settings.Offer;

    /// <summary>The legacy algorithms that this connection uses, for the log.</summary>
    public IReadOnlyList<string> LegacyAlgorithms => [.. (Exchange.Algorithms?.Legacy ?? []).Union(_legacySignatures)];

    /// <summary>What the peer verifies (RFC 8308, section 3.1), or null if it didn't say.</summary>
    public IReadOnlyList<string>? PeerSignatureAlgorithms { get; set; }

    public SshPhase Phase
    {
        get => (SshPhase)_phase;
        set
        {
            _phase = (int)value;
            if (value == SshPhase.Running)
            {
                _input.MaxPacket = PacketInput.MaxPacketAfterLogin;
            }
        }
    }

    /// <summary>Starts the loops and waits for the login.</summary>
    /// <param name="login">Completes at the login; faults with the connection's failure.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="late">What is said when it takes longer.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="SshException">The connection has ended, and everything is released.</exception>
    /// <exception cref="OperationCanceledException">As asked; everything is released.</exception>
    public async Task RunUntilAsync(Task login, TimeSpan limit, string late, CancellationToken cancellationToken)
    {
        _ = RunAsync();
        try
        {
            await login.WaitAsync(limit, _timeProvider, cancellationToken);
        }
        catch (TimeoutException e)
        {
            TimeOut(late);
            await Completion;
            throw new SshException(SshFailure.Timeout, late, e);
        }
        catch (OperationCanceledException)
        {
            await CloseAsync(SshDisconnectReason.ByApplication, "The login was cancelled.");
            throw;
        }
        catch (SshException)
        {
            await Completion;
            throw;
        }
    }

    /// <summary>The peer has said what it is.</summary>
    public void OnIdentified(string ident)
    {
        Exchange.PeerIdent = ident;
        Quirks = KnownQuirks.Of(ident);
        Log.Identified(_logger, Id, ident, Quirks);
    }

    /// <summary>The first key exchange is complete.</summary>
    public void OnKeysExchanged()
    {
        Phase = SshPhase.Service;
        _upkeep = new ConnectionUpkeep(this, _settings, _input, _timeProvider);
        _handler.OnKeysExchanged();
    }

    /// <summary>A key of a user was accepted with this signature algorithm.</summary>
    public void NoteSignature(string algorithm)
    {
        if (Algorithms.LegacyAlgorithms.Contains(algorithm))
        {
            _legacySignatures = _legacySignatures.Add(algorithm);
        }
    }

    /// <summary>Ends the connection; only the first call counts.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="tellPeer">Whether DISCONNECT is sent.</param>
    public void End(SshException failure, bool tellPeer)
    {
        if (!_end.TrySetCause(failure))
        {
            return;
        }

        if (tellPeer)
        {
            Output.SendUnheld(DisconnectMessage.Write(failure));
            Output.Complete();
        }
        else
        {
            Output.Fail();
        }

        Log.Ended(_logger, Id, failure.Reason, failure.Message);
        _handler.OnEnded(failure);
        _end.Begin();
    }

    /// <summary>An ending by this side's own limit of time.</summary>
    public void TimeOut(string message) => End(new SshException(SshFailure.Timeout, SshDisconnectReason.ByApplication, message), tellPeer: true);

    /// <summary>Tells the peer, and waits until everything is released. May be called twice.</summary>
    public async ValueTask CloseAsync(SshDisconnectReason reason, string message)
    {
        End(new SshException(SshFailure.Closed, reason, message), tellPeer: true);
        await Completion;
    }

    public ValueTask DisposeAsync() => CloseAsync(SshDisconnectReason.ByApplication, "Closed.");

    private async Task RunAsync()
    {
        // Nothing of the caller runs on; its stack is not ours.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var loops = Task.WhenAll(RunOutputAsync(), RunInputAsync());
        if (!await _end.WindDownAsync(loops))
        {
            Log.LeftBehind(_logger, Id);
        }

        if (_upkeep is not null)
        {
            await _upkeep.DisposeAsync();
        }

        await LingeringClose.CloseAsync(_stream);
        _ = ReleaseAfterAsync(loops);
        _end.Complete();
    }

    /// <summary>Gives back what the loops use, once they don't: at once, unless one of them was left behind.</summary>
    private async Task ReleaseAfterAsync(Task loops)
    {
        await loops;
        Output.Dispose();
        _input.Dispose();
        Exchange.Dispose();
        _end.Dispose();
    }

    private async Task RunOutputAsync()
    {
        try
        {
            await _outputLoop.RunAsync(_end.Aborting);
        }
        catch (Exception e)
        {
            End(new SshException(SshFailure.ConnectionLost, $"Sending to the peer failed: {e.Message}", e), tellPeer: false);
        }
    }

    private async Task RunInputAsync()
    {
        // What arrives is handled here as far as it comes without waiting; the caller has to be able to end it meanwhile.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _inputLoop.RunAsync();
        }
        catch (SshException e)
        {
            End(e, tellPeer: e.Reason is not (SshFailure.ConnectionLost or SshFailure.Disconnected));
        }
        catch (Exception e) when (IsStreamFailure(e))
        {
            // Also where a read was cancelled because the connection ends; then the first failure stands.
            End(new SshException(SshFailure.ConnectionLost, $"Receiving from the peer failed: {e.Message}", e), tellPeer: false);
        }
        catch (Exception e)
        {
            Log.Unexpected(_logger, Id, e);
            End(new SshException(SshFailure.Closed, "Handling a message failed.", e), tellPeer: true);
        }
    }

    private static bool IsStreamFailure(Exception e) =>
        e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException;
}

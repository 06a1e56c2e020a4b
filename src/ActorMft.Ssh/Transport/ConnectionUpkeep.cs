using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Transport;

/// <summary>What has to happen on a connection although nothing arrives: new keys in time, and signs of life.</summary>
internal sealed class ConnectionUpkeep : IAsyncDisposable
{
    /// <summary>An exchange that isn't done by then ends the connection.</summary>
    private static readonly TimeSpan s_exchangeLimit = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(10);

    private readonly SshTransport _transport;
    private readonly TransportSettings _settings;
    private readonly PacketInput _input;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private int _unanswered;
    private long _askedAt;
    private long _written;
    private long _writtenAt;

    public ConnectionUpkeep(SshTransport transport, TransportSettings settings, PacketInput input, TimeProvider timeProvider)
    {
        _transport = transport;
        _settings = settings;
        _input = input;
        _timeProvider = timeProvider;
        TimeSpan first = Shorter(s_longestWait, Shorter(settings.RekeyInterval, settings.KeepAlive ?? s_longestWait));
        _timer = timeProvider.CreateTimer(static state => ((ConnectionUpkeep)state!).Look(), this, first, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Look()
    {
        TimeSpan wait = s_longestWait;
        if (_transport.Exchange.Running > s_exchangeLimit)
        {
            _transport.TimeOut($"The peer did not finish a key exchange within {s_exchangeLimit.TotalSeconds} s.");
            return;
        }

        if (_transport.Phase == SshPhase.Running)
        {
            TimeSpan keysLeft = _settings.RekeyInterval - _transport.Exchange.KeysAge;
            if (keysLeft <= TimeSpan.Zero)
            {
                _transport.Exchange.Start();
                keysLeft = _settings.RekeyInterval;
            }

            wait = Shorter(wait, keysLeft);
        }

        if (_settings.KeepAlive is { } interval)
        {
            wait = Shorter(wait, _transport.Phase == SshPhase.Running ? KeepAlive(interval) : interval);
        }

        _timer.Change(wait < s_shortestWait ? s_shortestWait : wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks for a sign of life when it is time, or gives up.</summary>
    /// <returns>When to look again.</returns>
    private TimeSpan KeepAlive(TimeSpan interval)
    {
        long lastSign = LastSign();
        if (lastSign >= _askedAt)
        {
            _unanswered = 0;
        }

        TimeSpan quiet = _timeProvider.GetElapsedTime(_unanswered == 0 ? lastSign : _askedAt);
        if (quiet < interval)
        {
            return interval - quiet;
        }

        if (_unanswered == _settings.KeepAliveCount)
        {
            _transport.TimeOut($"The peer left {_settings.KeepAliveCount} keep-alives, {interval.TotalSeconds} s apart, without an answer.");
            return s_longestWait;
        }

        _unanswered++;
        _askedAt = _timeProvider.GetTimestamp();
        if (!_transport.Output.IsCongested)
        {
            Ask();
        }

        return interval;
    }

    /// <summary>
    /// When the peer was last known to live. One that takes long to read what it asked for answers only behind that, and may not even be
    /// heard (see <see cref="PacketOutput.IsCongested"/>): it lives as long as it takes something of what waits.
    /// </summary>
    private long LastSign()
    {
        long written = _transport.Output.BytesWritten;
        if (_written != written)
        {
            _written = written;
            _writtenAt = _timeProvider.GetTimestamp();
        }

        return _transport.Output.IsWaiting ? Math.Max(_input.LastReceived, _writtenAt) : _input.LastReceived;
    }

    private void Ask()
    {
        using var writer = new SshWriter(stackalloc byte[64]);
        writer.WriteByte((byte)SshMessage.GlobalRequest);
        writer.WriteString("keepalive@openssh.com"u8);
        writer.WriteBoolean(true);
        _transport.Output.Send(writer.Written);
    }
}

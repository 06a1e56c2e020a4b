using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Transport;

/// <summary>What has to happen on a connection although nothing arrives: new keys in time, and signs of life.</summary>
internal sealed class ConnectionUpkeep : IAsyncDisposable
{
    /// <summary>An exchange that isn't done by then ends the connection.</summary>
    private static readonly TimeSpan s_exchangeLimit = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan s_longestPeriod = TimeSpan.FromMinutes(1);

    private const int MaxUnanswered = 3;

    private readonly SshTransport _transport;
    private readonly TransportSettings _settings;
    private readonly PacketInput _input;
    private readonly TimeProvider _timeProvider;
    private readonly ITimer _timer;
    private int _unanswered;
    private long _askedAt;

    public ConnectionUpkeep(SshTransport transport, TransportSettings settings, PacketInput input, TimeProvider timeProvider)
    {
        _transport = transport;
        _settings = settings;
        _input = input;
        _timeProvider = timeProvider;
        TimeSpan period = Shorter(s_longestPeriod, Shorter(settings.RekeyInterval, settings.KeepAlive ?? s_longestPeriod));
        _timer = timeProvider.CreateTimer(static state => ((ConnectionUpkeep)state!).Look(), this, period, period);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Look()
    {
        if (_transport.Exchange.Running > s_exchangeLimit)
        {
            _transport.TimeOut($"The peer did not finish a key exchange within {s_exchangeLimit.TotalSeconds} s.");
        }
        else if (_transport.Phase == SshPhase.Running)
        {
            if (_transport.Exchange.KeysAge >= _settings.RekeyInterval)
            {
                _transport.Exchange.Start();
            }

            if (_settings.KeepAlive is { } interval)
            {
                KeepAlive(interval);
            }
        }
    }

    private void KeepAlive(TimeSpan interval)
    {
        long lastReceived = _input.LastReceived;
        if (lastReceived > _askedAt)
        {
            _unanswered = 0;
        }

        if (_timeProvider.GetElapsedTime(lastReceived) < interval)
        {
            return;
        }

        if (_unanswered == MaxUnanswered)
        {
            _transport.TimeOut($"The peer left {MaxUnanswered} keep-alives, {interval.TotalSeconds} s apart, without an answer.");
            return;
        }

        _unanswered++;
        _askedAt = _timeProvider.GetTimestamp();
        using var writer = new SshWriter(stackalloc byte[64]);
        writer.WriteByte((byte)SshMessage.GlobalRequest);
        writer.WriteString("keepalive@openssh.com"u8);
        writer.WriteBoolean(true);
        _transport.Output.Send(writer.Written);
    }
}

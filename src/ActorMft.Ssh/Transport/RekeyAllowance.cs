namespace ActorMft.Ssh.Transport;

/// <summary>
/// Caps the key exchanges that a peer starts, each of which costs more to answer than to ask for: those after little
/// traffic use up an allowance that grows by one a second.
/// </summary>
internal sealed class RekeyAllowance(TimeProvider timeProvider)
{
    /// <summary>Exchanges after little traffic that are allowed at once.</summary>
    public const int Burst = 64;

    /// <summary>An exchange after this many bytes is free.</summary>
    public const long FreeAfter = 64 * 1024;

    private double _left = Burst;
    private long _updated = timeProvider.GetTimestamp();

    /// <summary>Whether the peer may start an exchange now.</summary>
    /// <param name="bytesSinceKeys">Sent and received under the present keys.</param>
    public bool TryUse(long bytesSinceKeys)
    {
        if (bytesSinceKeys >= FreeAfter)
        {
            return true;
        }

        long now = timeProvider.GetTimestamp();
        _left = Math.Min(Burst, _left + timeProvider.GetElapsedTime(_updated, now).TotalSeconds);
        _updated = now;
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}

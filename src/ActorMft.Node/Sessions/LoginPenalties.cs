using System.Collections.Concurrent;
using System.Net;
using ActorMft.Node.Settings;

namespace ActorMft.Node.Sessions;

/// <summary>
/// Wrong passwords weigh on the address and on the user they name, as OpenSSH's PerSourcePenalties: so much each, enforced once enough
/// has gathered, never more than a maximum. A penalty runs off by itself.
/// </summary>
internal sealed class LoginPenalties(PenaltySettings settings, TimeProvider time)
{
    private const int MaxSources = 65_536;

    private readonly SteadyTime _time = new(time);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _enforcing = new(StringComparer.Ordinal);

    /// <summary>Whether nobody is locked out for what comes from there.</summary>
    public bool IsExempt(EndPoint address) => settings.PerFailure == TimeSpan.Zero || settings.Exempt.Contains(address);

    /// <summary>Adds one failure for an address ("address 192.0.2.1") or a login ("user anna").</summary>
    /// <returns>How long the source is locked out, if that begins now; else zero.</returns>
    public TimeSpan AddFailure(string source)
    {
        var now = _time.GetUtcNow();
        if (_until.Count >= MaxSources)
        {
            DropExpired(now);
        }

        var until = _until.AddOrUpdate(
            source,
            _ => now + settings.PerFailure,
            (_, before) => Min((before > now ? before : now) + settings.PerFailure, now + settings.Max));
        return until - now >= settings.From && _enforcing.TryAdd(source, 0) ? until - now : TimeSpan.Zero;
    }

    /// <summary>How long the source has to wait before its next try; zero when it is welcome.</summary>
    public TimeSpan Remaining(string source)
    {
        if (!_enforcing.ContainsKey(source))
        {
            return TimeSpan.Zero;
        }

        var left = _until.GetValueOrDefault(source) - _time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        Forget(source);
        return TimeSpan.Zero;
    }

    /// <summary>A login that worked clears its source.</summary>
    public void Forget(string source)
    {
        _enforcing.TryRemove(source, out _);
        _until.TryRemove(source, out _);
    }

    private void DropExpired(DateTimeOffset now)
    {
        foreach (var (source, until) in _until)
        {
            if (until <= now)
            {
                Forget(source);
            }
        }
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

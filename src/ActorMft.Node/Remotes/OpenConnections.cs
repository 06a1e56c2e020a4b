using ActorMft.Domain.Pools;

namespace ActorMft.Node.Remotes;

/// <summary>
/// This node's open connections to one remote server, and those that are being made: how many there are and may be, which of them nobody uses, and
/// which to close. Whoever has it guards it.
/// </summary>
internal sealed class OpenConnections(UsableRemote remote, TimeProvider time)
{
    /// <summary>Servers refuse connections at random when too many log in at once (OpenSSH from 10 on).</summary>
    private const int MaxLogins = 4;

    private static readonly TimeSpan _keepIdle = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _maxAge = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _turn = TimeSpan.FromSeconds(5);

    private readonly List<HeldConnection> _idle = [];
    private int _connecting;

    /// <summary>All that are open, in use or not.</summary>
    public int Count { get; private set; }

    /// <summary>What this node may have.</summary>
    public PoolShare Share { get; set; } = PoolShare.Unbounded;

    public bool HasAny => Count + _connecting > 0;

    /// <summary>Whether one more may be made, which then is under way until <see cref="EndConnecting"/>.</summary>
    /// <param name="wanted">How many are waited for.</param>
    public bool TryBegin(int wanted)
    {
        if (_connecting >= Math.Min(MaxLogins, wanted) || Count + _connecting >= Math.Min(remote.Cap, Share.Allowed))
        {
            return false;
        }

        _connecting++;
        return true;
    }

    public void EndConnecting() => _connecting--;

    public void Opened() => Count++;

    public void Closed() => Count--;

    /// <summary>Whether one that comes back may be used again.</summary>
    public bool IsToKeep(HeldConnection held) => Count <= Share.Allowed && IsUsable(held);

    /// <summary>Nobody uses it at the moment.</summary>
    public void Rest(HeldConnection held) => _idle.Add(held);

    /// <summary>The one that has rested last.</summary>
    public HeldConnection? TakeLast()
    {
        if (_idle.Count == 0)
        {
            return null;
        }

        var held = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        return held;
    }

    public List<HeldConnection> TakeAll() => Take(static _ => true);

    public List<HeldConnection> TakeUnusable() => Take(held => !IsUsable(held));

    /// <summary>Those beyond the share, those that can't be used, and those that have rested for long.</summary>
    public List<HeldConnection> TakeUnneeded()
    {
        var surplus = Count - Share.Allowed;
        return Take(held => surplus-- > 0 || !IsUsable(held) || time.GetElapsedTime(held.IdleSince) >= _keepIdle);
    }

    private List<HeldConnection> Take(Func<HeldConnection, bool> which)
    {
        var taken = _idle.Where(which).ToList();
        _idle.RemoveAll(taken.Contains);
        return taken;
    }

    private bool IsUsable(HeldConnection held) => held.IsUsable(remote.Entry, Share.TakeTurns ? _turn : _maxAge, time);
}

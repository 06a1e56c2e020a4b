using ActorMft.Domain.Members;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Tests.Remotes.Cluster;

/// <summary>Several nodes that share one remote server, on one clock.</summary>
internal sealed class SimulatedCluster
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(5);

    private const int Nodes = 4;
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(100);
    private static readonly RemoteSpec _bank = new() { Organization = "acme", Name = "bank", Host = "bank" };

    private readonly Chance _chance;
    private readonly FixedCatalog _catalog = new();
    private readonly SimulatedMember?[] _members = new SimulatedMember?[Nodes];
    private readonly List<(Guid Incarnation, TimeSpan LeaseUntil)> _gone = [];
    private readonly HashSet<Guid> _dead = [];
    private readonly TimeSpan[] _until = new TimeSpan[Nodes];
    private TimeSpan _now;

    public SimulatedCluster(ulong seed)
    {
        _chance = new Chance(seed);
        Pool = new SimulatedPool(() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + _now);
        SetCap(5);
        for (var node = 0; node < Nodes; node++)
        {
            Start(node);
        }
    }

    public SimulatedPool Pool { get; }

    public int Faults { get; private set; }

    public IEnumerable<SimulatedMember> Members => _members.OfType<SimulatedMember>();

    public void SetCap(int cap)
    {
        _catalog.Declare(_bank with { MaxConnections = cap });
        Pool.Handle(new DefinePool(cap, DisabledReason: null));
    }

    public async Task StormAsync(int ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            if (_chance.Of(3))
            {
                await MakeTroubleAsync();
            }

            await TickAsync();
        }
    }

    /// <summary>Ends all faults and goes on until the condition holds.</summary>
    public async Task<bool> CalmAsync(int ticks, Func<bool> condition)
    {
        Array.Clear(_until);
        for (var tick = 0; tick < ticks && !condition(); tick++)
        {
            await TickAsync();
        }

        return condition();
    }

    private void Start(int node) => _members[node] = new SimulatedMember($"node-{node}", Pool, () => _catalog.Current.FindRemote("acme", "bank"), _chance, _now);

    private async Task MakeTroubleAsync()
    {
        Faults++;
        var node = _chance.Below(Nodes);
        if (_members[node] is not { IsFrozen: false, IsCut: false } member)
        {
            return;
        }

        _until[node] = _now + TimeSpan.FromMilliseconds(_chance.Below(30_000));
        switch (_chance.Below(5))
        {
            case 0:
                Bury(node, member.LeaseUntil);
                member.Die();
                break;
            case 1:
                member.Freeze();
                break;
            case 2:
                member.IsCut = true;
                break;
            case 3:
                await member.LeaveAsync();
                Bury(node, _now);
                break;
            default:
                SetCap(1 + _chance.Below(8));
                break;
        }
    }

    private void Bury(int node, TimeSpan leaseUntil)
    {
        _gone.Add((_members[node]!.Incarnation, leaseUntil));
        _members[node] = null;
    }

    private async Task TickAsync()
    {
        _now += _tick;
        for (var node = 0; node < Nodes; node++)
        {
            Move(node);
        }

        foreach (var (incarnation, _) in _gone.Concat(Members.Select(member => (member.Incarnation, member.LeaseUntil)))
            .Where(one => one.LeaseUntil <= _now && !_dead.Contains(one.Incarnation)).ToList())
        {
            _dead.Add(incarnation);
            Pool.Handle(new HolderLost(incarnation));
        }

        for (var turn = 0; turn < 30; turn++)
        {
            await Task.Yield();
        }
    }

    private void Move(int node)
    {
        if (_members[node] is not { } member)
        {
            if (_now >= _until[node])
            {
                Start(node);
            }

            return;
        }

        if (member.IsFrozen && _now >= member.ToldWatchdogAt + Watchdog)
        {
            Bury(node, member.LeaseUntil);
            member.Die();
            return;
        }

        if (_now >= _until[node])
        {
            member.IsCut = false;
            member.Thaw();
        }

        if (!member.IsFrozen)
        {
            member.Live(_now, _dead.Contains);
        }
    }
}

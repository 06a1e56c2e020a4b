namespace ActorMft.Node.Remotes;

/// <summary>Connections that nobody uses at the moment; the last one returned is the first one taken.</summary>
internal sealed class IdleConnections
{
    private readonly List<HeldConnection> _connections = [];

    public void Add(HeldConnection held) => _connections.Add(held);

    public HeldConnection? TakeLast()
    {
        if (_connections.Count == 0)
        {
            return null;
        }

        var held = _connections[^1];
        _connections.RemoveAt(_connections.Count - 1);
        return held;
    }

    public List<HeldConnection> TakeAll() => Take(static _ => true);

    public List<HeldConnection> Take(Func<HeldConnection, bool> which)
    {
        var taken = _connections.Where(which).ToList();
        _connections.RemoveAll(taken.Contains);
        return taken;
    }
}

namespace ActorMft.Node.Remotes;

/// <summary>Who waits on this node for a connection to one remote. Parties (flows) take turns, so that one with many files holds up nobody.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Party> _turns = new();
    private readonly Dictionary<string, Party> _parties = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public void Add(Waiter waiter)
    {
        if (!_parties.TryGetValue(waiter.Party, out var party))
        {
            party = new Party(waiter.Party);
            _parties.Add(waiter.Party, party);
            _turns.AddLast(party.Turn);
        }

        waiter.Place = party.Waiters.AddLast(waiter);
        Count++;
    }

    /// <summary>Without effect when it isn't in line any more.</summary>
    public void Remove(Waiter waiter)
    {
        if (waiter.Place is { List: { } list } place)
        {
            list.Remove(place);
            Count--;
            var party = _parties[waiter.Party];
            if (party.Waiters.Count == 0)
            {
                Leave(party);
            }
        }
    }

    /// <summary>Takes out the oldest of the party whose turn it is, or null.</summary>
    public Waiter? Take()
    {
        if (_turns.First?.Value is not { } party)
        {
            return null;
        }

        var waiter = party.Waiters.First!.Value;
        _turns.Remove(party.Turn);
        _turns.AddLast(party.Turn);
        Remove(waiter);
        return waiter;
    }

    /// <summary>Takes out and fails all that a condition holds for.</summary>
    public void Fail(Func<Waiter, bool> which, Func<Waiter, Exception> reason)
    {
        foreach (var waiter in _parties.Values.SelectMany(party => party.Waiters).Where(which).ToList())
        {
            Remove(waiter);
            waiter.Fail(reason(waiter));
        }
    }

    private void Leave(Party party)
    {
        _parties.Remove(party.Name);
        _turns.Remove(party.Turn);
    }

    private sealed class Party
    {
        public Party(string name)
        {
            Name = name;
            Turn = new LinkedListNode<Party>(this);
        }

        public string Name { get; }

        public LinkedListNode<Party> Turn { get; }

        public LinkedList<Waiter> Waiters { get; } = new();
    }
}

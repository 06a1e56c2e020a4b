namespace ActorMft.Node.Connector;

/// <summary>The first so many of any number of items in an order, without keeping the others.</summary>
internal sealed class BestOf<T>(int limit, Comparison<T> order)
{
    private readonly PriorityQueue<T, T> _worstFirst = new(Comparer<T>.Create((left, right) => order(right, left)));

    /// <summary>True when one had to be left out.</summary>
    public bool IsTruncated { get; private set; }

    public void Add(T item)
    {
        _worstFirst.Enqueue(item, item);
        if (_worstFirst.Count > limit)
        {
            _worstFirst.Dequeue();
            IsTruncated = true;
        }
    }

    public IReadOnlyList<T> InOrder()
    {
        var items = _worstFirst.UnorderedItems.Select(entry => entry.Element).ToList();
        items.Sort(order);
        return items;
    }
}

using System.Collections.Concurrent;
using ActorMft.Node.Management;

namespace ActorMft.Node.Delivery;

/// <summary>Progress of the transfers that run on this node. It lives in memory only: progress is not an event.</summary>
internal sealed class ProgressRegistry(TimeProvider time) : ILiveTransfers
{
    private readonly ConcurrentDictionary<string, ProgressMeter> _running = new(StringComparer.Ordinal);

    /// <summary>Starts a meter for an attempt; it is dropped by <see cref="End"/>.</summary>
    public ProgressMeter Begin(string transferId, long size, long offset) =>
        _running[transferId] = new ProgressMeter(size, offset, time);

    /// <summary>Drops the meter, unless a newer attempt has put its own there.</summary>
    public void End(string transferId, ProgressMeter meter) =>
        _running.TryRemove(new KeyValuePair<string, ProgressMeter>(transferId, meter));

    /// <summary>Progress of a transfer, or null when it doesn't run on this node.</summary>
    public LiveTransfer? Find(string transferId) => _running.TryGetValue(transferId, out var meter) ? meter.Read() : null;
}

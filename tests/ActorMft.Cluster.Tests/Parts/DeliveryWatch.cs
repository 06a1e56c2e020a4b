using System.Collections.Concurrent;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>Sees, in the bank's own directory, each file that gets its final name.</summary>
public sealed class DeliveryWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly ConcurrentQueue<string> _parts = [];
    private Exception? _failure;

    public DeliveryWatch(string folder)
    {
        _watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName, InternalBufferSize = 1 << 20 };
        _watcher.Renamed += (_, renamed) => _parts.Enqueue(renamed.OldName!);
        _watcher.Error += (_, error) => _failure = error.GetException();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>The former, temporary name of each delivered file: the transfer's own.</summary>
    public IReadOnlyCollection<string> Parts => _failure is null ? _parts : throw new InvalidOperationException("Deliveries were missed.", _failure);

    public void Dispose() => _watcher.Dispose();
}

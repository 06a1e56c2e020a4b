using System.Collections.Concurrent;

namespace ActorMft.Interop.Tests.Parts;

/// <summary>Counts how often each name appears in a directory, as the kernel tells it; names that begin with a dot don't count.</summary>
public sealed class RenameWatch : IDisposable
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _names = [];
    private readonly FileSystemWatcher _watcher;

    public RenameWatch(string folder)
    {
        _watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName };

        // A rename whose two halves come apart is told as a deletion and a creation.
        _watcher.Renamed += (_, change) => Count(change.Name);
        _watcher.Created += (_, change) => Count(change.Name);
        _watcher.EnableRaisingEvents = true;
    }

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The names in the order in which they appeared.</summary>
    public IReadOnlyList<string> Names => [.. _names];

    public void Dispose() => _watcher.Dispose();

    private void Count(string? name)
    {
        if (name is { Length: > 0 } && name[0] != '.')
        {
            _names.Enqueue(name);
            _counts.AddOrUpdate(name, 1, (_, count) => count + 1);
        }
    }
}

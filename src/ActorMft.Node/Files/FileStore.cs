using System.Collections.Concurrent;
using ActorMft.Domain.Flows;
using ActorMft.Node.Files.Native;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Node.Files;

/// <summary>
/// The directory tree with all partners' files (setting storage.path). Endpoint directories are ORGANIZATION/ENDPOINT; what
/// the node needs for itself is in .actormft. An arrival is pinned there by a hard link, so the version that arrived stays
/// readable until it is delivered, whatever the partner does to its name.
/// </summary>
internal sealed class FileStore : IDisposable
{
    private const string OwnDirectory = ".actormft";
    private const string MarkerName = "store";
    private const string MarkerText = "ActorMft file store, layout 1\n";

    private readonly ConcurrentDictionary<string, EndpointDirectory> _endpoints = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly SafeFileHandle _pins;
    private readonly SharedFlush _pinsFlush;
    private readonly LocalFileSystem _pinFiles;
    private readonly SafeFileHandle _doomed;
    private readonly SafeFileHandle _unfinished;
    private readonly LocalFileSystem _staged;

    private FileStore(string root)
    {
        Root = root;
        _pins = LibC.OpenDirectory(PinsPath);
        _pinsFlush = new SharedFlush(() => LibC.Sync(_pins, PinsPath));
        _pinFiles = new LocalFileSystem(PinsPath, new LocalFileSystemOptions());
        _doomed = LibC.OpenDirectory(DoomedPath);
        _unfinished = LibC.OpenDirectory(UnfinishedPath);
        Unfinished = new UnfinishedUploads(_unfinished, UnfinishedPath);
        _staged = new LocalFileSystem(StagedPath, new LocalFileSystemOptions { Durable = true });
    }

    /// <summary>The store's directory, absolute.</summary>
    public string Root { get; }

    /// <summary>Uploads that were not closed in good order, as far as flows with trigger files have to know.</summary>
    public UnfinishedUploads Unfinished { get; }

    /// <summary>Files on their way from a source that isn't ours, each named by <see cref="StagedName"/> in the root until it is whole.</summary>
    public ISftpFileSystem Staged => _staged;

    private string PinsPath => Path.Combine(Root, OwnDirectory, "pins");

    private string DoomedPath => Path.Combine(Root, OwnDirectory, "doomed");

    private string StagedPath => Path.Combine(Root, OwnDirectory, "staged");

    private string UnfinishedPath => Path.Combine(Root, OwnDirectory, "unfinished");

    /// <summary>Opens the store, making it when it is new, and proves that it can be written and can make hard links.</summary>
    /// <exception cref="FileStoreException">The directory can't be used; the message says why and what to do.</exception>
    public static FileStore Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            var own = Path.Combine(root, OwnDirectory);
            Directory.CreateDirectory(Path.Combine(own, "pins"));
            Directory.CreateDirectory(Path.Combine(own, "doomed"));
            Directory.CreateDirectory(Path.Combine(own, "unfinished"));
            Directory.CreateDirectory(Path.Combine(own, "staged"));
            CheckMarker(Path.Combine(own, MarkerName));
            var store = new FileStore(root);
            store.CheckLinks(Path.Combine(own, MarkerName));
            return store;
        }
        catch (Exception exception) when (exception is IOException and not FileStoreException or UnauthorizedAccessException)
        {
            throw new FileStoreException($"The file store '{root}' (storage.path) can't be used: {exception.Message} The node's account needs read and write access there.");
        }
    }

    /// <summary>The endpoint's directory, made durably when it is new.</summary>
    public EndpointDirectory OpenEndpoint(string organization, string endpoint)
    {
        var key = organization + "/" + endpoint;
        if (_endpoints.TryGetValue(key, out var known))
        {
            return known;
        }

        lock (_gate)
        {
            if (_endpoints.TryGetValue(key, out known))
            {
                return known;
            }

            using (var top = new EndpointDirectory(Root))
            {
                top.CreateDirectory(EndpointPath.Combine(organization, endpoint));
            }

            return _endpoints[key] = new EndpointDirectory(Path.Combine(Root, organization, endpoint));
        }
    }

    /// <summary>
    /// Keeps the present version of a file under the arrival's id, durably, with every byte of it: nobody knows whether those who
    /// wrote it flushed them. What an earlier run pinned under that id stays, also when the file was replaced since: it may have arrived.
    /// </summary>
    /// <exception cref="FileStoreException">There is no plain file at the path, or the store refuses the link or the flush.</exception>
    public PinnedFile Pin(EndpointDirectory endpoint, string path, string arrivalId)
    {
        using var file = endpoint.OpenReadable(path);
        LibC.Sync(file, path);
        return Pin(file, path, arrivalId);
    }

    /// <summary>As above, of a file that is open already and flushed; <paramref name="path"/> is only for messages.</summary>
    public PinnedFile Pin(SafeFileHandle file, string path, string arrivalId)
    {
        var facts = LibC.Stat(file, path);
        if (!facts.IsRegular)
        {
            throw new FileStoreException($"'{path}' is not a plain file; only files can be delivered.");
        }

        var isNew = true;
        try
        {
            LibC.Link(file, _pins, arrivalId);
        }
        catch (FileStoreException exception) when (exception.Errno == LibC.Exists && StoreNames.FactsOf(_pins, arrivalId) is { } pinned)
        {
            facts = pinned;
            isNew = false;
        }

        _pinsFlush.Run();
        return new PinnedFile(arrivalId, facts.Size, facts.ModifiedAt, facts.Number.Inode, isNew);
    }

    /// <summary>The pinned versions, each a file named by its arrival in the root.</summary>
    public ISftpFileSystem Pins => _pinFiles;

    /// <summary>The name of a file that a transfer brings into the store; each transfer has its own, for they may run on different nodes.</summary>
    public static string StagedName(string arrivalId, string transferId) => $"{arrivalId}.{transferId}";

    /// <summary>Whether an arrival's version is pinned.</summary>
    public bool IsPinned(string arrivalId) => StoreNames.FactsOf(_pins, arrivalId) is not null;

    /// <summary>Pins a staged file that is whole and flushed, unless another transfer of the arrival was faster. The staged name goes in any case.</summary>
    public void PinStaged(string arrivalId, string transferId)
    {
        var name = StagedName(arrivalId, transferId);
        using (var file = File.OpenHandle(Path.Combine(StagedPath, name)))
        {
            Pin(file, name, arrivalId);
        }

        DropStaged(arrivalId, transferId);
    }

    /// <summary>Removes a staged file; one that is gone already is no error.</summary>
    public void DropStaged(string arrivalId, string transferId) => File.Delete(Path.Combine(StagedPath, StagedName(arrivalId, transferId)));

    /// <summary>The staged files' names.</summary>
    public IReadOnlyList<string> ListStaged() => [.. Directory.EnumerateFiles(StagedPath).Select(Path.GetFileName).OfType<string>()];

    /// <summary>Drops a pin; one that is gone already is no error.</summary>
    public void Unpin(string arrivalId) => StoreNames.Drop(_pins, arrivalId);

    /// <summary>
    /// Removes the delivered version: its name, if the name still means that version, and its pin. Can be run again after a
    /// crash at any point. The name is moved away first and looked at afterwards, so a new upload is never removed by mistake.
    /// </summary>
    /// <returns>True when the name was removed; false when it was gone or is a newer version by now.</returns>
    public bool Delete(EndpointDirectory endpoint, string path, string arrivalId)
    {
        if (StoreNames.FactsOf(_pins, arrivalId) is not { } pinned)
        {
            return false;
        }

        var removed = new SourceRemoval(_doomed).RemoveIfSame(endpoint, path, arrivalId, pinned.Number);
        Unpin(arrivalId);
        return removed;
    }

    /// <summary>Removes a trigger file, if its path still is that very file.</summary>
    /// <param name="arrivalId">The arrival that it made.</param>
    public void DeleteTrigger(EndpointDirectory endpoint, TriggerFile trigger, string arrivalId)
    {
        if (endpoint.Find(trigger.Path) is { IsRegular: true } facts && IsStill(trigger.File, facts))
        {
            new SourceRemoval(_doomed).RemoveIfSame(endpoint, trigger.Path, arrivalId + ".trigger", facts.Number);
        }
    }

    /// <summary>The ids under which something is pinned.</summary>
    public IReadOnlyList<string> ListPins() => [.. Directory.EnumerateFiles(PinsPath).Select(Path.GetFileName).OfType<string>()];

    /// <summary>The same, but only those that have been as they are for so long, by the file system's own clock: nodes' clocks may differ.</summary>
    public IReadOnlyList<string> ListPins(TimeSpan age)
    {
        var clock = Path.Combine(Root, OwnDirectory, "clock");
        using var touched = File.OpenHandle(clock, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(touched, "now"u8, 0);
        var until = LibC.Stat(touched, clock).ChangedAt - age;
        return [.. ListPins().Where(pin => StoreNames.FactsOf(_pins, pin) is { } facts && facts.ChangedAt <= until)];
    }

    public void Dispose()
    {
        foreach (var endpoint in _endpoints.Values)
        {
            endpoint.Dispose();
        }

        _pinFiles.Dispose();
        _pins.Dispose();
        _doomed.Dispose();
        _unfinished.Dispose();
        _staged.Dispose();
    }

    /// <summary>
    /// Clients set a file's time after they have given it its name, in whole seconds, as SFTP has them; a write of the file leaves a fraction.
    /// </summary>
    private static bool IsStill(FileIdentity trigger, FileFacts facts) =>
        trigger.Inode == facts.Number.Inode
        && trigger.Size == facts.Size
        && (trigger.ModifiedAt == facts.ModifiedAt || facts.ModifiedAt.Ticks % TimeSpan.TicksPerSecond == 0);

    private static void CheckMarker(string marker)
    {
        if (!File.Exists(marker))
        {
            File.WriteAllText(marker, MarkerText);
        }
        else if (File.ReadAllText(marker) != MarkerText)
        {
            throw new FileStoreException($"'{marker}' was written by another version of ActorMft (wanted '{MarkerText.TrimEnd()}'). Use a store made by this version, or this version's successor.");
        }
    }

    private void CheckLinks(string marker)
    {
        var probe = "probe-" + Guid.NewGuid().ToString("N");
        try
        {
            using var file = File.OpenHandle(marker);
            LibC.Link(file, _pins, probe);
        }
        catch (FileStoreException exception)
        {
            throw new FileStoreException($"The file store '{Root}' (storage.path) can't make hard links: {exception.Message} Use a file system that can, such as ext4, XFS or NFS.");
        }
        finally
        {
            StoreNames.Drop(_pins, probe);
        }
    }
}

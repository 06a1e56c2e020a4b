using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Files;
using ActorMft.Node.Sessions;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Mounts;

/// <summary>The mounts that a session sees, as they are declared at the moment. A mount that was changed or removed ends what is under way in it.</summary>
internal sealed partial class SessionMounts : IAsyncDisposable
{
    private readonly SessionIdentity _session;
    private readonly EndpointDirectory _endpoint;
    private readonly Func<MountSpec, MountConnection> _connect;
    private readonly Func<MountSpec, string> _markOf;
    private readonly Action<SessionMounts> _left;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private volatile MountPoint[] _points = [];
    private bool _isDisposed;

    /// <summary>None, until they are told.</summary>
    /// <param name="session">Whose; paths are relative to its home.</param>
    /// <param name="endpoint">Where the folders are.</param>
    /// <param name="connect">Makes a mount's connection, which connects when it is used.</param>
    /// <param name="markOf">A mount's mark in a <see cref="MountRoute"/>.</param>
    /// <param name="left">Called when it is disposed.</param>
    /// <param name="logger">Takes folders that can't be made.</param>
    public SessionMounts(
        SessionIdentity session, EndpointDirectory endpoint, Func<MountSpec, MountConnection> connect, Func<MountSpec, string> markOf, Action<SessionMounts> left, ILogger logger)
    {
        _session = session;
        _endpoint = endpoint;
        _connect = connect;
        _markOf = markOf;
        _left = left;
        _logger = logger;
    }

    /// <summary>What the session's client has told of the mounts that its requests come through; a partner's tells nothing.</summary>
    public MountRoute Route { get; private set; } = MountRoute.Start;

    /// <exception cref="SftpException">It is no route.</exception>
    public void TakeRoute(string text)
    {
        try
        {
            Route = MountRoute.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new SftpException(SftpStatus.BadMessage, exception.Message, exception);
        }
    }

    /// <summary>The mount that a path is in, its folder included; null for files of this endpoint's own.</summary>
    public MountPoint? Find(string path)
    {
        foreach (var point in _points)
        {
            if (SftpPath.IsAtOrBelow(path, point.Path))
            {
                return point;
            }
        }

        return null;
    }

    /// <summary>A mount at the path or below it, which would move or vanish with it.</summary>
    public MountPoint? FindWithin(string path) => Array.Find(_points, point => SftpPath.IsAtOrBelow(point.Path, path));

    /// <summary>Takes the mounts as they are declared now.</summary>
    public void Follow(CatalogSnapshot declared)
    {
        List<MountPoint> gone;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var specs = declared.MountsOf(_session.Organization, _session.Endpoint);
            var kept = _points.Where(point => specs.Contains(point.Spec)).ToList();
            gone = [.. _points.Except(kept)];
            var made = specs.Where(spec => kept.TrueForAll(point => !point.Spec.Equals(spec))).Select(Make).OfType<MountPoint>();
            _points = [.. kept, .. made];
        }

        foreach (var point in gone)
        {
            // Closing takes as long as the network does.
            _ = Task.Run(() => point.DisposeAsync().AsTask());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _left(this);
        MountPoint[] points;
        lock (_gate)
        {
            _isDisposed = true;
            points = _points;
            _points = [];
        }

        foreach (var point in points)
        {
            await point.DisposeAsync();
        }
    }

    /// <summary>Null for a mount that isn't below the session's home.</summary>
    private MountPoint? Make(MountSpec spec)
    {
        var home = EndpointPath.Normalize(_session.Home);
        var folder = EndpointPath.Normalize(spec.Path);
        MakeFolder(folder);
        if (SftpPath.IsAtOrBelow(folder, home))
        {
            var below = home == EndpointPath.Root ? folder : folder[home.Length..];
            return new MountPoint(spec, below.Length == 0 ? SftpPath.Root : below, _connect(spec), _markOf(spec), () => Route);
        }

        return SftpPath.IsAtOrBelow(home, folder)
            ? new MountPoint(spec, SftpPath.Root, _connect(spec with { RemotePath = Extend(spec.RemotePath, home[folder.Length..]) }), _markOf(spec), () => Route)
            : null;
    }

    /// <summary>A path that may be relative, or empty, with more behind it.</summary>
    private static string Extend(string path, string below) =>
        path.Length == 0 ? below.TrimStart('/') : $"{path.TrimEnd('/')}/{below.TrimStart('/')}";

    private void MakeFolder(string folder)
    {
        try
        {
            _endpoint.CreateDirectory(folder);
        }
        catch (FileStoreException exception)
        {
            LogNoFolder(_logger, folder, _session.Organization, _session.Endpoint, exception.Message);
        }
    }

    [LoggerMessage(EventId = 3130, Level = LogLevel.Warning, Message = "The folder '{Folder}' of a mount can't be made in {Organization}/{Endpoint}: {Reason}")]
    private static partial void LogNoFolder(ILogger logger, string folder, string organization, string endpoint, string reason);
}

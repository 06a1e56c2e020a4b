using ActorMft.Actors;
using ActorMft.Domain.Resources;
using ActorMft.Node.Mounts;
using ActorMft.Node.Remotes;
using ActorMft.Sftp;

namespace ActorMft.Node.Tests.Remotes.Cluster;

/// <summary>An open connection, as far as it counts: it is closed by its user, by its hold's end, or by the kernel when the process dies.</summary>
internal sealed class SimulatedSocket : IRemoteConnection
{
    private readonly Action<SimulatedSocket> _closed;
    private readonly Lock _gate = new();
    private volatile bool _isClosed;

    public SimulatedSocket(RemoteSpec spec, LeaseHold hold, Action<SimulatedSocket> closed)
    {
        Spec = spec;
        Incarnation = hold.Incarnation;
        _closed = closed;
    }

    public Guid Incarnation { get; }

    public RemoteSpec Spec { get; }

    public ISftpFileSystem Files => throw new NotSupportedException();

    public string LoginDirectory => "/";

    public string ServerIdent => "SSH-2.0-simulated";

    public string HostKey => "SHA256:simulated";

    public string Algorithms => "none";

    public bool IsAlive => !_isClosed;

    public void Close()
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _closed(this);
                _isClosed = true;
            }
        }
    }

    public void Tell(MountRoute route)
    {
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }
}

using System.Net;
using ActorMft.Node.Catalog;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Hosting;

/// <summary>A running node: everything that a process of the cluster does, in one object that can be started and stopped.</summary>
public sealed class MftNode : IAsyncDisposable
{
    /// <summary>Where partners connect to, with the port that was taken.</summary>
    public IPEndPoint SftpEndPoint => throw new NotSupportedException();

    /// <summary>Where operators connect to, with the port that was taken.</summary>
    public Uri ManagementUrl => throw new NotSupportedException();

    /// <summary>What is declared.</summary>
    public ICatalog Catalog => throw new NotSupportedException();

    /// <summary>The line that says that the node accepts connections: <c>ready sftp=HOST:PORT management=URL</c>.</summary>
    public string ReadyLine => throw new NotSupportedException();

    /// <summary>Completes when the node has stopped; faults when it can't go on, with a sentence that says why.</summary>
    public Task Completion => throw new NotSupportedException();

    /// <summary>Starts a node; it accepts connections when this returns.</summary>
    /// <exception cref="NodeStartException">It can't start; one sentence says why.</exception>
    public static Task<MftNode> StartAsync(
        NodeSettings settings, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>
    /// Stops in good order: accepts nobody new, tells sessions, lets running deliveries note how far they are, gives the
    /// shards back. What isn't done within the bound is left to be resumed.
    /// </summary>
    public Task DrainAsync(TimeSpan bound) => throw new NotSupportedException();

    /// <summary>Stops at once; nothing that was acknowledged is lost.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

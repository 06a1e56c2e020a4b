using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>A server of the matrix: how it is installed, started with one account and ended.</summary>
internal abstract class MatrixServer : IAsyncDisposable
{
    /// <summary>The account's name, where the server lets us choose one.</summary>
    protected const string UserName = "partner";

    public abstract string Name { get; }

    /// <summary>Operations that this server doesn't have, each with the reason in a sentence.</summary>
    public virtual IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Operations that work in a way worth a footnote.</summary>
    public virtual IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the installed server calls its version.</summary>
    public abstract Task<string> VersionAsync();

    /// <summary>Starts it on a port of 127.0.0.1 with an account that a password and each of the keys open.</summary>
    public abstract Task<Target> StartAsync(Workspace workspace);

    public abstract ValueTask DisposeAsync();
}

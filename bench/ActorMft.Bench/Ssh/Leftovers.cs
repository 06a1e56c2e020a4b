using ActorMft.Testing;

namespace ActorMft.Bench.Ssh;

/// <summary>
/// What the parts leave that make many small files: it is removed when all have run. A file system without a journal doesn't use an inode again for minutes
/// after its file was removed, and searches long for others meanwhile; the next part would measure that.
/// </summary>
internal sealed class Leftovers : IDisposable
{
    private readonly List<Workspace> _workspaces = [];

    internal void Keep(Workspace workspace) => _workspaces.Add(workspace);

    public void Dispose() => _workspaces.ForEach(workspace => workspace.Dispose());
}

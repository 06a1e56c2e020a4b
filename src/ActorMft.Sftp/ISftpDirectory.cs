namespace ActorMft.Sftp;

/// <summary>A directory that is being listed. Disposing ends the listing.</summary>
public interface ISftpDirectory : IAsyncDisposable
{
    /// <summary>The next entries, in no order; an empty list at the end. The list is the caller's until the next call.</summary>
    ValueTask<IReadOnlyList<SftpName>> ReadAsync(CancellationToken cancellationToken);
}

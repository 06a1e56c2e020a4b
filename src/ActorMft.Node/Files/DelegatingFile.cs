using System.Buffers;
using ActorMft.Sftp;

namespace ActorMft.Node.Files;

/// <summary>An open file in front of another; decorators override what they have a say in.</summary>
internal abstract class DelegatingFile(ISftpFile inner) : ISftpFile
{
    protected ISftpFile Inner => inner;

    public virtual ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
        inner.ReadAsync(offset, buffer, cancellationToken);

    public virtual ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken) =>
        inner.WriteAsync(offset, data, cancellationToken);

    public virtual ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => inner.StatAsync(cancellationToken);

    public virtual ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) =>
        inner.SetStatAsync(attributes, cancellationToken);

    public virtual ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public virtual ValueTask CloseAsync(CancellationToken cancellationToken) => inner.CloseAsync(cancellationToken);

    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();
}

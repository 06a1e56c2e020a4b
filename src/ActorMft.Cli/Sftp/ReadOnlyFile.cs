using System.Buffers;
using ActorMft.Sftp;

namespace ActorMft.Cli.Sftp;

/// <summary>An open file that can be read and nothing else: also a handle opened for reading could change times and modes.</summary>
internal sealed class ReadOnlyFile(ISftpFile inner) : ISftpFile
{
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReadAsync(offset, buffer, cancellationToken);

    public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => inner.StatAsync(cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public ValueTask CloseAsync(CancellationToken cancellationToken) => inner.CloseAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken) => throw ReadOnlyFileSystem.Refusal();

    public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) => throw ReadOnlyFileSystem.Refusal();
}

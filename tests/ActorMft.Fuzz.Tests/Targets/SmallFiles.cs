using System.Buffers;
using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Refuses what would only fill the disk: a client may make large files, but not in this many sessions a second.</summary>
internal sealed class SmallFiles(ISftpFileSystem inner) : DelegatingFileSystem(inner)
{
    private const long Largest = 1024 * 1024;

    public override async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) =>
        new SmallFile(await Inner.OpenAsync(path, flags, attributes, cancellationToken));

    public override ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) =>
        Inner.SetStatAsync(path, Check(attributes), cancellationToken);

    private static SftpAttributes Check(SftpAttributes attributes) => attributes.Size > Largest ? throw TooLarge() : attributes with { UserId = null, GroupId = null };

    private static SftpException TooLarge() => new(SftpStatus.Failure, "too large for this test");

    private sealed class SmallFile(ISftpFile inner) : ISftpFile
    {
        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReadAsync(offset, buffer, cancellationToken);

        public ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken) =>
            offset > Largest ? throw TooLarge() : inner.WriteAsync(offset, data, cancellationToken);

        public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => inner.StatAsync(cancellationToken);

        public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) => inner.SetStatAsync(Check(attributes), cancellationToken);

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CloseAsync(CancellationToken cancellationToken) => inner.CloseAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

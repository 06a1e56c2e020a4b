using System.Buffers;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>Opens files that go nowhere and counts how they end; everything else fails in an unforeseen way.</summary>
internal sealed class CountingFileSystem : ISftpFileSystem
{
    private readonly TaskCompletionSource _together = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Files that have no end.</summary>
    public bool IsEndless { get; init; }

    /// <summary>A close is over only when so many have begun.</summary>
    public int ClosesTogether { get; init; } = 1;

    public int Closed { get; private set; }

    /// <summary>How many closes had begun when the last other request came.</summary>
    public int ClosedBefore { get; private set; }

    public int Disposed { get; private set; }

    /// <summary>Each write: where, and how many bytes.</summary>
    public List<(long Offset, long Length)> Writes { get; } = [];

    public ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        ClosedBefore = Closed;
        return new(new CountingFile(this));
    }

    public ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask RemoveAsync(string path, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken)
    {
        ClosedBefore = Closed;
        return new(path);
    }

    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) => throw Unforeseen();

    public ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) => throw Unforeseen();

    /// <summary>Lets the closes end that wait for others.</summary>
    public void LetClose() => _together.TrySetResult();

    private static InvalidOperationException Unforeseen() => new("an inner secret");

    private sealed class CountingFile(CountingFileSystem owner) : ISftpFile
    {
        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) => new(owner.IsEndless ? buffer.Length : 0);

        public ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
        {
            owner.Writes.Add((offset, data.Length));
            return ValueTask.CompletedTask;
        }

        public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken)
        {
            owner.ClosedBefore = owner.Closed;
            return new(default(SftpAttributes));
        }

        public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public async ValueTask CloseAsync(CancellationToken cancellationToken)
        {
            if (++owner.Closed >= owner.ClosesTogether)
            {
                owner._together.TrySetResult();
            }

            // Never over at once, as a flush isn't.
            await Task.Yield();
            await owner._together.Task;
        }

        public ValueTask DisposeAsync()
        {
            owner.Disposed++;
            return ValueTask.CompletedTask;
        }
    }
}

using System.Buffers;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>Notes what it is asked, and answers everything with what it was given.</summary>
internal sealed class RecordingFileSystem : ISftpFileSystem
{
    /// <summary>The last call and its arguments.</summary>
    public (string Call, object?[] Arguments) Last { get; private set; }

    public SftpAttributes Attributes { get; set; }

    public string Text { get; set; } = "";

    public SftpFileSystemInfo? Space { get; set; }

    public byte[] Content { get; set; } = [];

    /// <summary>Calls that read content.</summary>
    public int Reads { get; private set; }

    public List<SftpName> Names { get; } = [];

    public SftpException? Failure { get; set; }

    public ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken) =>
        Answer<ISftpFile>(new RecordedFile(this), "open", path, flags, attributes);

    public ValueTask<ISftpDirectory> OpenDirectoryAsync(string path, CancellationToken cancellationToken) => Answer<ISftpDirectory>(new RecordedDirectory(this), "opendir", path);

    public ValueTask<SftpAttributes> StatAsync(string path, CancellationToken cancellationToken) => Answer(Attributes, "stat", path);

    public ValueTask<SftpAttributes> LinkStatAsync(string path, CancellationToken cancellationToken) => Answer(Attributes, "lstat", path);

    public ValueTask SetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => Done("setstat", path, attributes);

    public ValueTask LinkSetStatAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => Done("lsetstat", path, attributes);

    public ValueTask RemoveAsync(string path, CancellationToken cancellationToken) => Done("remove", path);

    public ValueTask MakeDirectoryAsync(string path, SftpAttributes attributes, CancellationToken cancellationToken) => Done("mkdir", path, attributes);

    public ValueTask RemoveDirectoryAsync(string path, CancellationToken cancellationToken) => Done("rmdir", path);

    public ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken) => Done("rename", from, to, overwrite);

    public ValueTask<string> RealPathAsync(string path, CancellationToken cancellationToken) => Answer(Text, "realpath", path);

    public ValueTask<string> ReadLinkAsync(string path, CancellationToken cancellationToken) => Answer(Text, "readlink", path);

    public ValueTask SymbolicLinkAsync(string path, string target, CancellationToken cancellationToken) => Done("symlink", path, target);

    public ValueTask HardLinkAsync(string path, string existing, CancellationToken cancellationToken) => Done("hardlink", path, existing);

    public ValueTask<SftpFileSystemInfo> StatFileSystemAsync(string path, CancellationToken cancellationToken) => Answer(Space!, "statvfs", path);

    private ValueTask Done(string call, params object?[] arguments)
    {
        Last = (call, arguments);
        return Failure is null ? ValueTask.CompletedTask : throw Failure;
    }

    private ValueTask<T> Answer<T>(T answer, string call, params object?[] arguments)
    {
        Last = (call, arguments);
        return Failure is null ? new ValueTask<T>(answer) : throw Failure;
    }

    private sealed class RecordedFile(RecordingFileSystem owner) : ISftpFile
    {
        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = Math.Min(buffer.Length, owner.Content.Length);
            owner.Content.AsSpan(0, count).CopyTo(buffer.Span);
            owner.Content = owner.Content[count..];
            owner.Reads++;
            return owner.Answer(count, "read", offset, buffer.Length);
        }

        public ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken) =>
            owner.Done("write", offset, Convert.ToHexString(data.ToArray()));

        public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => owner.Answer(owner.Attributes, "fstat");

        public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) => owner.Done("fsetstat", attributes);

        public ValueTask FlushAsync(CancellationToken cancellationToken) => owner.Done("fsync");

        public ValueTask CloseAsync(CancellationToken cancellationToken) => owner.Done("close");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class RecordedDirectory(RecordingFileSystem owner) : ISftpDirectory
    {
        private bool _isRead;

        public ValueTask<IReadOnlyList<SftpName>> ReadAsync(CancellationToken cancellationToken)
        {
            IReadOnlyList<SftpName> names = _isRead ? [] : owner.Names;
            _isRead = true;
            return owner.Answer(names, "readdir");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

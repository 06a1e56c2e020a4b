using System.Buffers;
using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests.Client;

public sealed class SftpCopyTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_000_000, 0)]
    [InlineData(1_000_000, 999_999)]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(20_000_000, 12_345)]
    public async Task Copy_writes_every_block_in_order(int length, int offset)
    {
        var source = new SlowFile(TestDirectory.RandomBytes(length));
        var target = new SlowFile(source.Content[..offset]);
        var progress = new List<long>();
        (await SftpCopy.CopyAsync(source, target, offset, progress.Add, default)).ShouldBe(length);
        target.Content.ShouldBeBytes(source.Content);
        target.Writes.ShouldBe(target.Writes.Order());
        progress.ShouldBe(progress.Order());
    }

    [Fact]
    public async Task Small_remote_file_is_asked_for_with_few_reads()
    {
        using var directory = new TestDirectory();
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        var files = new RecordingFileSystem { Content = TestDirectory.RandomBytes(1_000) };
        var serving = SftpServer.RunAsync(serverEnd, files, new SftpServerOptions(), default);
        await using (var client = await SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default))
        using (var local = File.OpenHandle(directory["file"], FileMode.Create, FileAccess.Write))
        {
            (await client.DownloadAsync("/file", local, 0, null, default)).ShouldBe(1_000);
        }

        await serving;
        files.Reads.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Failure_of_the_target_ends_the_copy_with_its_reason()
    {
        var source = new SlowFile(TestDirectory.RandomBytes(20_000_000));
        var target = new SlowFile([]) { FailAt = 5_000_000 };
        (await Should.ThrowAsync<SftpException>(() => SftpCopy.CopyAsync(source, target, 0, null, default))).Message.ShouldBe("full");
        target.Content.Length.ShouldBeInRange(4_000_000, 5_000_000 + (8 * 1024 * 1024));
    }

    [Fact]
    public async Task Cancellation_ends_the_copy()
    {
        using var stop = new CancellationTokenSource();
        var source = new SlowFile(TestDirectory.RandomBytes(20_000_000));
        await Should.ThrowAsync<OperationCanceledException>(() => SftpCopy.CopyAsync(source, new SlowFile([]), 0, _ => stop.Cancel(), stop.Token));
    }

    /// <summary>Completes its reads and writes later and not in the order of the calls.</summary>
    private sealed class SlowFile(byte[] content) : ISftpFile
    {
        private readonly Lock _gate = new();
        private byte[] _content = content;

        public byte[] Content => _content;

        public List<long> Writes { get; } = [];

        public long FailAt { get; init; } = long.MaxValue;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            await PauseAsync(offset, cancellationToken);
            var count = (int)Math.Clamp(_content.Length - offset, 0, Math.Min(buffer.Length, 100_000));
            _content.AsSpan((int)Math.Min(offset, _content.Length), count).CopyTo(buffer.Span);
            return count;
        }

        public async ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                Writes.Add(offset);
            }

            await PauseAsync(offset, cancellationToken);
            if (offset >= FailAt)
            {
                throw new SftpException(SftpStatus.Failure, "full");
            }

            lock (_gate)
            {
                Array.Resize(ref _content, (int)Math.Max(_content.Length, offset + data.Length));
                data.CopyTo(_content.AsSpan((int)offset));
            }
        }

        public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => new(new SftpAttributes { Size = _content.Length });

        public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task PauseAsync(long offset, CancellationToken cancellationToken)
        {
            for (var i = 0; i < offset / 1000 % 7; i++)
            {
                await Task.Yield();
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}

using ActorMft.Node.Syncs;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Tests.Syncs;

public sealed class RemoteClockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LocalFileSystem _files;

    public RemoteClockTests() => _files = new LocalFileSystem(_directory.FullPath, new LocalFileSystemOptions());

    [Theory]
    [InlineData(0, null)]
    [InlineData(-2, null)]
    [InlineData(3600, "is 3600 s behind this node's")]
    [InlineData(-3600, "is 3600 s ahead of this node's")]
    public async Task Clock_that_is_off_is_told_and_nothing_is_left(int seconds, string? told)
    {
        var warning = await RemoteClock.WarningAsync(new SyncSide("the remote server bank", _files, SftpPath.Root), new ShiftedTime(TimeSpan.FromSeconds(seconds)), CancellationToken.None);

        if (told is null)
        {
            warning.ShouldBeNull();
        }
        else
        {
            // The seconds that the test takes, and those that SFTP cuts off, may make it one more or less.
            warning.ShouldNotBeNull().ShouldMatch(told.Replace("3600", "(3599|3600|3601)", StringComparison.Ordinal));
        }

        Directory.EnumerateFileSystemEntries(_directory.FullPath).ShouldBeEmpty();
    }

    [Fact]
    public async Task Clock_of_a_server_that_takes_no_file_is_not_told() =>
        (await RemoteClock.WarningAsync(new SyncSide("the remote server bank", _files, "/missing"), TimeProvider.System, CancellationToken.None)).ShouldBeNull();

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}

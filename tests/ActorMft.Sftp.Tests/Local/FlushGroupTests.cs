using ActorMft.Sftp.Local;

namespace ActorMft.Sftp.Tests.Local;

public sealed class FlushGroupTests : IDisposable
{
    private const int Many = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _began = new(0);
    private readonly SemaphoreSlim _goOn = new(0);
    private bool _mayFlushAll = true;
    private bool _canFlushAll = true;
    private bool _isClosed;
    private int _alone;
    private int _together;

    public void Dispose()
    {
        _began.Dispose();
        _goOn.Dispose();
    }

    [Fact]
    public async Task Many_that_come_during_a_flush_are_flushed_together()
    {
        await Task.WhenAll(await StartAsync(Many)).WaitAsync(Limit);
        (_alone, _together).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Few_are_flushed_one_by_one()
    {
        await Task.WhenAll(await StartAsync(2)).WaitAsync(Limit);
        (_alone, _together).ShouldBe((3, 0));
    }

    [Fact]
    public async Task Many_are_flushed_one_by_one_where_flushing_all_is_not_as_good()
    {
        _mayFlushAll = false;
        await Task.WhenAll(await StartAsync(Many)).WaitAsync(Limit);
        (_alone, _together).ShouldBe((1 + Many, 0));
    }

    [Fact]
    public async Task Failure_of_the_file_system_is_only_for_those_whose_own_flush_fails()
    {
        _canFlushAll = false;
        var flushing = await StartAsync(Many, failing: 2);
        await ShouldFailAsync(flushing, failing: 2);
        _alone.ShouldBe(1 + Many);
    }

    [Fact]
    public async Task Write_that_was_lost_before_the_common_flush_fails_its_file_alone()
    {
        var flushing = await StartAsync(Many, failing: 2);
        await ShouldFailAsync(flushing, failing: 2);
        (_alone, _together).ShouldBe((1, 1));
    }

    [Fact]
    public async Task File_that_was_closed_before_the_common_flush_keeps_nobody_from_the_next_one()
    {
        _isClosed = true;
        await Task.WhenAll(await StartAsync(Many)).WaitAsync(Limit);
        (_alone, _together).ShouldBe((1 + Many, 1));
    }

    [Fact]
    public async Task Turn_goes_on_while_one_who_waited_keeps_its_thread()
    {
        var group = new FlushGroup(() => _mayFlushAll);
        using var isDone = new ManualResetEventSlim();
        var blocked = BlockAsync(group.RunAsync(new Written(this, isFirst: true, isFailing: false)), isDone);
        _goOn.Release();
        (await _began.WaitAsync(Limit)).ShouldBeTrue();
        await group.RunAsync(new Written(this, isFirst: false, isFailing: false)).WaitAsync(Limit);
        isDone.Set();
        await blocked.WaitAsync(Limit);
    }

    [Fact]
    public async Task Others_of_a_common_flush_go_on_while_two_who_waited_keep_their_threads()
    {
        using var isDone = new ManualResetEventSlim();
        var blocked = new List<Task>();
        var flushing = await StartAsync(Many, failing: -1, all => blocked = [BlockAsync(all[^1], isDone), BlockAsync(all[^2], isDone)]);
        await Task.WhenAll(flushing[..^2]).WaitAsync(Limit);
        (_alone, _together).ShouldBe((1, 1));
        blocked.ShouldAllBe(task => !task.IsCompleted);
        isDone.Set();
        await Task.WhenAll(blocked).WaitAsync(Limit);
    }

    [Fact]
    public async Task Real_files_closed_at_once_are_there_with_their_content()
    {
        using var directory = new Support.TestDirectory();
        using var files = new LocalFileSystem(directory.Path, new LocalFileSystemOptions { Durable = true });
        var open = new List<ISftpFile>();
        for (byte i = 0; i < 32; i++)
        {
            open.Add(await files.OpenAsync($"/{i}", SftpOpenFlags.Write | SftpOpenFlags.Create, default, default));
            await open[i].WriteAsync(0, new([i]), default);
        }

        await Task.WhenAll(open.Select(file => file.CloseAsync(default).AsTask())).WaitAsync(Limit);
        for (byte i = 0; i < 32; i++)
        {
            (await File.ReadAllBytesAsync(Path.Combine(directory.Path, $"{i}"))).ShouldBe([i]);
        }
    }

    /// <summary>One flush, which goes on when the others have come.</summary>
    private async Task<Task[]> StartAsync(int others, int failing = -1, Action<Task[]>? whenStarted = null)
    {
        var group = new FlushGroup(() => _mayFlushAll);
        var first = group.RunAsync(new Written(this, isFirst: true, isFailing: false));
        (await _began.WaitAsync(Limit)).ShouldBeTrue();
        Task[] all = [first, .. Enumerable.Range(0, others).Select(i => group.RunAsync(new Written(this, isFirst: false, isFailing: i == failing)))];
        whenStarted?.Invoke(all);
        _goOn.Release();
        return all;
    }

    private static async Task ShouldFailAsync(Task[] flushing, int failing)
    {
        for (var i = 0; i < flushing.Length; i++)
        {
            if (i == failing + 1)
            {
                await Should.ThrowAsync<SftpException>(() => flushing[i].WaitAsync(Limit));
            }
            else
            {
                await flushing[i].WaitAsync(Limit);
            }
        }
    }

    private static async Task BlockAsync(Task flushing, ManualResetEventSlim isDone)
    {
        await flushing.ConfigureAwait(false);
        isDone.Wait(Limit).ShouldBeTrue();
    }

    private sealed class Written(FlushGroupTests test, bool isFirst, bool isFailing) : IFlushable
    {
        public void Flush()
        {
            Interlocked.Increment(ref test._alone);
            if (isFirst)
            {
                test._began.Release();
                test._goOn.Wait(Limit).ShouldBeTrue();
            }

            RequireWritten();
        }

        public bool TryFlushAll()
        {
            Interlocked.Increment(ref test._together);
            ObjectDisposedException.ThrowIf(test._isClosed, this);
            return test._canFlushAll;
        }

        public void RequireWritten()
        {
            if (isFailing)
            {
                throw new SftpException(SftpStatus.Failure, "a block is bad");
            }
        }
    }
}

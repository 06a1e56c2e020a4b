using ActorMft.Sftp.Local;

namespace ActorMft.Sftp.Tests.Local;

public sealed class SharedFlushTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _began = new(0);
    private readonly SemaphoreSlim _goOn = new(0);
    private Exception? _failure;
    private int _count;

    public void Dispose()
    {
        _began.Dispose();
        _goOn.Dispose();
    }

    [Fact]
    public async Task Who_comes_during_a_flush_waits_for_one_that_begins_afterwards()
    {
        var shared = new SharedFlush(Flush);
        var first = BlockingWork.RunAsync(shared.Run);
        (await _began.WaitAsync(Limit)).ShouldBeTrue();

        var second = BlockingWork.RunAsync(shared.Run);
        _goOn.Release();

        await first.WaitAsync(Limit);
        (await _began.WaitAsync(Limit)).ShouldBeTrue();
        second.IsCompleted.ShouldBeFalse();
        _goOn.Release();
        await second.WaitAsync(Limit);
        _count.ShouldBe(2);
    }

    [Fact]
    public async Task Many_share_few_flushes()
    {
        var shared = new SharedFlush(Flush);
        var first = BlockingWork.RunAsync(shared.Run);
        (await _began.WaitAsync(Limit)).ShouldBeTrue();
        var others = Enumerable.Range(0, 16).Select(_ => new Thread(shared.Run)).ToList();
        others.ForEach(thread => thread.Start());
        SpinWait.SpinUntil(() => others.TrueForAll(thread => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)), Limit).ShouldBeTrue();

        _goOn.Release(2);

        await first.WaitAsync(Limit);
        others.ForEach(thread => thread.Join(Limit).ShouldBeTrue());
        _count.ShouldBe(2);
    }

    [Fact]
    public async Task Failed_flush_fails_all_who_counted_on_it_and_nobody_later()
    {
        var shared = new SharedFlush(Flush);
        _failure = new SftpException(SftpStatus.Failure, "the disk is gone");
        var first = BlockingWork.RunAsync(shared.Run);
        (await _began.WaitAsync(Limit)).ShouldBeTrue();
        var others = StartMany(shared);
        _goOn.Release(others.Length + 1);

        foreach (var waiting in others.Append(first))
        {
            (await Should.ThrowAsync<SftpException>(waiting)).Message.ShouldBe("the disk is gone");
        }

        _failure = null;
        _goOn.Release();
        await BlockingWork.RunAsync(shared.Run).WaitAsync(Limit);
    }

    private static Task[] StartMany(SharedFlush shared) => [.. Enumerable.Range(0, 16).Select(_ => BlockingWork.RunAsync(shared.Run))];

    private void Flush()
    {
        Interlocked.Increment(ref _count);
        _began.Release();
        _goOn.Wait(Limit).ShouldBeTrue();
        if (_failure is { } failure)
        {
            throw failure;
        }
    }
}

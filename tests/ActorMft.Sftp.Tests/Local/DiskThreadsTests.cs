using ActorMft.Sftp.Local;

namespace ActorMft.Sftp.Tests.Local;

public sealed class DiskThreadsTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Work_beyond_the_bound_waits_for_a_thread_and_is_done()
    {
        var threads = new DiskThreads(2);
        using var release = new SemaphoreSlim(0);
        var works = Enumerable.Range(0, 5).Select(_ => (Started: new TaskCompletionSource<int>(), Done: new TaskCompletionSource())).ToList();
        foreach (var (started, done) in works)
        {
            threads.Start(() =>
            {
                started.SetResult(Environment.CurrentManagedThreadId);
                release.Wait();
                done.SetResult();
            });
        }

        await Task.WhenAll(works[0].Started.Task, works[1].Started.Task).WaitAsync(_patience);
        works.Skip(2).ShouldAllBe(work => !work.Started.Task.IsCompleted);
        release.Release();
        await works[2].Started.Task.WaitAsync(_patience);
        works[3].Started.Task.IsCompleted.ShouldBeFalse();
        release.Release(works.Count);
        await Task.WhenAll(works.Select(work => work.Done.Task)).WaitAsync(_patience);
        works.Select(work => work.Started.Task.Result).Distinct().Count().ShouldBe(2);
    }
}

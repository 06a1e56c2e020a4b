using ActorMft.Actors;
using ActorMft.Node.Engine;

namespace ActorMft.Node.Tests.Engine;

public sealed class WorkDispatcherTests
{
    private readonly WorkDispatcher _dispatcher = new();

    [Fact]
    public async Task Work_waits_until_the_dispatcher_is_open_and_goes_to_its_runner()
    {
        var texts = new Recorder();
        var numbers = new Recorder();
        var running = _dispatcher.RunAsync(Work("a"), null!, CancellationToken.None);
        running.IsCompleted.ShouldBeFalse();

        _dispatcher.Open(new Dictionary<Type, IWorkRunner> { [typeof(string)] = texts, [typeof(int)] = numbers });
        await running;
        await _dispatcher.RunAsync(Work(1), null!, CancellationToken.None);

        texts.Seen.ShouldBe(["a"]);
        numbers.Seen.ShouldBe([1]);
    }

    [Fact]
    public async Task Work_that_waits_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var running = _dispatcher.RunAsync(Work("a"), null!, cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task Work_of_an_unknown_type_fails()
    {
        _dispatcher.Open(new Dictionary<Type, IWorkRunner>());

        await Should.ThrowAsync<InvalidOperationException>(_dispatcher.RunAsync(Work("a"), null!, CancellationToken.None));
    }

    private static WorkItem Work(object payload) => new(new EntityId("k", "1"), "w", payload, DateTimeOffset.UnixEpoch, 1);

    private sealed class Recorder : IWorkRunner
    {
        public List<object> Seen { get; } = [];

        public Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
        {
            Seen.Add(work.Payload);
            return Task.CompletedTask;
        }
    }
}

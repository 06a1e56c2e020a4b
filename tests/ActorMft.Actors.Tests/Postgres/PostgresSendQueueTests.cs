using ActorMft.Actors.Postgres;
using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Tests.Postgres;

public sealed class PostgresSendQueueTests
{
    private const string Bad = "bad";

    private readonly TaskCompletionSource _busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IReadOnlyList<MessageRow>> _calls = [];
    private readonly PostgresSendQueue _queue;
    private StoreException? _failure;

    public PostgresSendQueueTests() => _queue = new PostgresSendQueue(StoreAsync);

    [Fact]
    public async Task Group_that_cannot_reach_the_database_fails_at_once_and_not_one_by_one()
    {
        _failure = new StoreException(StoreFailure.Unavailable, "away");
        Task<int>[] sends = SendTogether([Message("a")], [Message("b")], [Message("c")]);

        foreach (Task<int> send in sends)
        {
            (await Should.ThrowAsync<StoreException>(send)).ShouldBe(_failure);
        }

        _calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Message_that_cannot_be_stored_refuses_its_sender_alone_and_drops_nobody_elses_request()
    {
        Task<int>[] sends = SendTogether([Message("a", "request"), Message(Bad)], [Message("b", "request")], [Message("c")]);

        (await Should.ThrowAsync<StoreException>(sends[0])).Failure.ShouldBe(StoreFailure.Unstorable);
        (await sends[1]).ShouldBe(1);
        (await sends[2]).ShouldBe(1);
        _calls[^2].Select(message => message.MessageId).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Request_that_two_send_at_once_is_stored_for_the_first()
    {
        Task<int>[] sends = SendTogether([Message("a", "request")], [Message("b", "request")]);

        (await Task.WhenAll(sends)).ShouldBe([1, 0]);
        _calls.ShouldHaveSingleItem().Select(message => message.MessageId).ShouldBe(["a"]);
    }

    /// <summary>The sends wait together for as long as all transactions are under way that may be at once.</summary>
    private Task<int>[] SendTogether(params IReadOnlyList<MessageRow>[] sends)
    {
        List<Task<int>> before = [];
        for (int i = 0; i < 3; i++)
        {
            before.Add(_queue.SendAsync([Message("first")], new ShardLease(i, Guid.Empty, 1)));
        }

        Task<int>[] together = [.. sends.Select(send => _queue.SendAsync(send, null))];
        _busy.SetResult();
        return together;
    }

    private async Task<IReadOnlySet<string>> StoreAsync(IReadOnlyList<MessageRow> messages, ShardLease? fence)
    {
        if (fence is not null)
        {
            await _busy.Task;
            return new HashSet<string>();
        }

        lock (_calls)
        {
            _calls.Add(messages);
        }

        if (_failure is not null)
        {
            throw _failure;
        }

        return messages.Any(message => message.MessageId == Bad)
            ? throw new StoreException(StoreFailure.Unstorable, "bad")
            : messages.Select(message => message.RequestId).OfType<string>().ToHashSet();
    }

    private static MessageRow Message(string id, string? request = null) => new(0, id, new EntityId("counter", "one"), new EncodedMessage("Something", 1, "{}"), request);
}

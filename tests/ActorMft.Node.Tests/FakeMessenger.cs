using System.Collections.Concurrent;
using ActorMft.Actors;

namespace ActorMft.Node.Tests;

/// <summary>Takes messages in the engine's place: keeps them, answers as told, or fails as told.</summary>
internal sealed class FakeMessenger : IMessenger
{
    private readonly ConcurrentQueue<OutgoingMessage> _sent = new();

    /// <summary>Everything that was stored, oldest first.</summary>
    public IReadOnlyList<OutgoingMessage> Sent => [.. _sent];

    /// <summary>The answer to a message; set by the test that asks.</summary>
    public Func<EntityId, object, object>? Answer { get; set; }

    /// <summary>When set, called for every message before it is stored; may throw.</summary>
    public Action<object>? Refuse { get; set; }

    public IReadOnlyList<T> Of<T>() => [.. Sent.Select(message => message.Message).OfType<T>()];

    public ValueTask SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            Refuse?.Invoke(message.Message);
        }

        foreach (var message in messages)
        {
            _sent.Enqueue(message);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask SendAsync(EntityId to, object message, string? requestId, CancellationToken cancellationToken) =>
        SendAsync([new OutgoingMessage(to, message, requestId)], cancellationToken);

    public async ValueTask<TReply> AskAsync<TReply>(EntityId to, object message, string? requestId, CancellationToken cancellationToken)
    {
        await SendAsync(to, message, requestId, cancellationToken);
        return (TReply)Answer!(to, message);
    }
}

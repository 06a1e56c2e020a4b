using ActorMft.Actors;

namespace ActorMft.Node.Files;

/// <summary>Sends through short outages of the database: partners wait a moment rather than lose an upload.</summary>
internal static class DurableSend
{
    /// <summary>How long a partner's CLOSE or login waits for the database.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Stores the messages; durable when it returns. Every message needs a request id, for it may be sent more than once.</summary>
    /// <exception cref="StoreException">Not within <see cref="Patience"/>, or waiting is of no use.</exception>
    public static async ValueTask SendPatientlyAsync(
        this IMessenger messenger, IReadOnlyList<OutgoingMessage> messages, TimeProvider time, CancellationToken cancellationToken)
    {
        await PatientlyAsync(
            async () =>
            {
                await messenger.SendAsync(messages, cancellationToken);
                return true;
            },
            time,
            cancellationToken);
    }

    /// <summary>Asks, and asks again under the same request id while the database is away.</summary>
    /// <exception cref="StoreException">Not within <see cref="Patience"/>, or waiting is of no use.</exception>
    public static ValueTask<TReply> AskPatientlyAsync<TReply>(
        this IMessenger messenger, EntityId to, object message, string requestId, TimeProvider time, CancellationToken cancellationToken) =>
        PatientlyAsync(() => messenger.AskAsync<TReply>(to, message, requestId, cancellationToken), time, cancellationToken);

    private static async ValueTask<T> PatientlyAsync<T>(Func<ValueTask<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var mayBeStored = false;
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreException exception)
            {
                // One lost answer is enough: a later refusal says nothing of what the first call stored.
                mayBeStored |= exception.OutcomeUnknown;
                if (!(exception.IsTransient || exception.OutcomeUnknown) || time.GetElapsedTime(began) >= Patience)
                {
                    if (mayBeStored == exception.OutcomeUnknown)
                    {
                        throw;
                    }

                    throw new StoreException(exception.Failure, exception.Message, exception) { OutcomeUnknown = true };
                }
            }

            await Task.Delay(_pause, time, cancellationToken);
        }
    }
}

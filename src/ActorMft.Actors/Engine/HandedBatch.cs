using ActorMft.Actors.Storage;

namespace ActorMft.Actors.Engine;

/// <summary>The handed messages of one round. Disposing gives back those of which nothing was committed.</summary>
internal sealed class HandedBatch(List<HandedMessage> messages) : IDisposable
{
    internal static HandedBatch Empty { get; } = new([]);

    /// <summary>Requests that may be known already.</summary>
    internal IReadOnlyList<string> RequestsInQuestion { get; } = [.. messages.Select(static message => message.RequestInQuestion).OfType<string>()];

    /// <summary>
    /// Those that the round may decide behind a page of the inbox: none when it may not have been all, because earlier messages of the same
    /// senders may follow; and none of a known request, which would undo the commit.
    /// </summary>
    internal IEnumerable<HandedMessage> Behind(InboxPage page, bool isAll) =>
        isAll ? messages.Where(message => message.RequestInQuestion is not { } request || !page.KnownRequests.Contains(request)) : [];

    public void Dispose() => messages.ForEach(static message => message.GiveBack());
}

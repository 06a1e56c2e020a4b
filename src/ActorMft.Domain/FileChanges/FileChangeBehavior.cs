using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.FileChanges;

/// <summary>
/// One change of a file, for the audit. Each is an actor of its own, which comes to its end at once, so that the entry is removed with the rest of
/// the history: programs may make any number of them.
/// </summary>
internal sealed class FileChangeBehavior : ActorBehavior<FileChangeState, FileChangeEvent>
{
    public override string Kind => ActorKinds.FileChange;

    private protected override FileChangeState Initial(string key) => new(IsMade: false);

    private protected override FileChangeState Apply(FileChangeState state, FileChangeEvent @event) => @event switch
    {
        FileChangeRecorded => new FileChangeState(IsMade: true),
        _ => throw new ArgumentException($"Unknown event {@event.GetType().Name}.", nameof(@event)),
    };

    private protected override void Decide(Deciding<FileChangeState, FileChangeEvent> deciding, object message)
    {
        if (message is not RecordFileChange change)
        {
            throw Unknown(message);
        }

        if (deciding.State.IsMade)
        {
            return;
        }

        deciding.Happened(new FileChangeRecorded(deciding.Now, change));
        var row = Audit.Record(
            deciding, change.Actor, change.From, change.Action, new ResourceKey(ResourceKind.Endpoint, change.Organization, change.Endpoint).ToString(), change.Organization, change.Detail);
        deciding.Finish(ViewNames.Audit, row);
    }
}

using ActorMft.Domain.Catalog;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.FileChanges;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Members;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Sessions;
using ActorMft.Domain.Syncs;
using ActorMft.Domain.Transfers;

namespace ActorMft.Domain;

/// <summary>Every type that is stored or sent: messages, replies, events, work and states. Written with <see cref="Json.DomainJson.Options"/>.</summary>
public static class Vocabulary
{
    /// <summary>Shows each type to a visitor, once.</summary>
    public static void Visit(IVocabularyVisitor visitor)
    {
        VisitCatalog(visitor);
        VisitFlow(visitor);
        VisitTransfer(visitor);
        VisitPool(visitor);
        VisitSession(visitor);
        VisitEndpoint(visitor);
        VisitSync(visitor);
        VisitPull(visitor);
        VisitFileChange(visitor);
        visitor.Visit<WatchHolders>("members.watchHolders", 1);
        visitor.Visit<HolderLost>("members.holderLost", 1);
    }

    private static void VisitCatalog(IVocabularyVisitor visitor)
    {
        visitor.Visit<CatalogState>("catalog.state", 1);
        visitor.Visit<DeclareResources>("catalog.declare", 1);
        visitor.Visit<DeclareReply>("catalog.declareReply", 1);
        visitor.Visit<DeleteResource>("catalog.delete", 1);
        visitor.Visit<DeleteReply>("catalog.deleteReply", 1);
        visitor.Visit<IssueCredentials>("catalog.issueCredentials", 1);
        visitor.Visit<IssueReply>("catalog.issueReply", 1);
        visitor.Visit<AddHostKeys>("catalog.addHostKeys", 1);
        visitor.Visit<HostKeysReply>("catalog.hostKeysReply", 1);
        visitor.Visit<RecordRemoteHostKey>("catalog.recordRemoteHostKey", 1);
        visitor.Visit<RemoteHostKeyReply>("catalog.remoteHostKeyReply", 1);
        visitor.Visit<AcceptHostKey>("catalog.acceptHostKey", 1);
        visitor.Visit<AcceptHostKeyReply>("catalog.acceptHostKeyReply", 1);
        visitor.Visit<ReadCatalog>("catalog.read", 1);
        visitor.Visit<CatalogContents>("catalog.contents", 1);
        visitor.Visit<ResourceDeclared>("catalog.resourceDeclared", 1);
        visitor.Visit<ResourceDeleted>("catalog.resourceDeleted", 1);
        visitor.Visit<HostKeysAdded>("catalog.hostKeysAdded", 1);
        visitor.Visit<RemoteFactsChanged>("catalog.remoteFactsChanged", 1);
        visitor.Visit<IdentifyCluster>("catalog.identifyCluster", 1);
        visitor.Visit<ClusterIdentity>("catalog.clusterIdentity", 1);
        visitor.Visit<ClusterIdentified>("catalog.clusterIdentified", 1);
    }

    private static void VisitFlow(IVocabularyVisitor visitor)
    {
        visitor.Visit<FlowState>("flow.state", 1);
        visitor.Visit<DefineFlow>("flow.define", 1);
        visitor.Visit<RemoveFlow>("flow.remove", 1);
        visitor.Visit<FileArrived>("flow.fileArrived", 1);
        visitor.Visit<TransferEnded>("flow.transferEnded", 1);
        visitor.Visit<ReadArrivals>("flow.readArrivals", 1);
        visitor.Visit<ArrivalsReply>("flow.arrivalsReply", 1);
        visitor.Visit<SourceReleased>("flow.sourceReleased", 1);
        visitor.Visit<ReleaseSource>("flow.releaseSource", 1);
        visitor.Visit<ReachFlow>("flow.reach", 1);
        visitor.Visit<FlowReached>("flow.reached", 1);
        visitor.Visit<PlaceReturned>("flow.placeReturned", 1);
        visitor.Visit<PlaceWanted>("flow.placeWanted", 1);
        visitor.Visit<PlaceTaken>("flow.placeTaken", 1);
        visitor.Visit<PlaceQueued>("flow.placeQueued", 1);
        visitor.Visit<PlaceLeft>("flow.placeLeft", 1);
        visitor.Visit<FlowDefined>("flow.defined", 1);
        visitor.Visit<FlowRemoved>("flow.removed", 1);
        visitor.Visit<ArrivalAccepted>("flow.arrivalAccepted", 1);
        visitor.Visit<ArrivalOpened>("flow.arrivalOpened", 1);
        visitor.Visit<ArrivalDeclined>("flow.arrivalDeclined", 1);
        visitor.Visit<TransferClosed>("flow.transferClosed", 1);
        visitor.Visit<ArrivalServed>("flow.arrivalServed", 1);
        visitor.Visit<ArrivalFinished>("flow.arrivalFinished", 1);
    }

    private static void VisitTransfer(IVocabularyVisitor visitor)
    {
        visitor.Visit<TransferFacts>("transfer.state", 1);
        visitor.Visit<CreateTransfer>("transfer.create", 1);
        visitor.Visit<HoldTransfer>("transfer.hold", 1);
        visitor.Visit<LetTransferGo>("transfer.letGo", 1);
        visitor.Visit<FetchStarted>("transfer.fetchStarted", 1);
        visitor.Visit<AttemptStarted>("transfer.attemptStarted", 1);
        visitor.Visit<PartCompleted>("transfer.partCompleted", 1);
        visitor.Visit<Delivered>("transfer.fileIsThere", 1);
        visitor.Visit<AttemptFailed>("transfer.attemptFailed", 1);
        visitor.Visit<AttemptReply>("transfer.attemptReply", 1);
        visitor.Visit<AttemptDue>("transfer.attemptDue", 1);
        visitor.Visit<RetryTransfer>("transfer.retry", 1);
        visitor.Visit<CancelTransfer>("transfer.cancel", 1);
        visitor.Visit<TransferReply>("transfer.reply", 1);
        visitor.Visit<SourceReplaced>("transfer.sourceReplaced", 1);
        visitor.Visit<SourceSettled>("transfer.sourceSettled", 1);
        visitor.Visit<Deliver>("transfer.deliver", 1);
        visitor.Visit<DiscardPart>("transfer.discardPart", 1);
        visitor.Visit<PartDiscarded>("transfer.partDiscarded", 1);
        visitor.Visit<TransferCreated>("transfer.created", 1);
        visitor.Visit<TransferHeld>("transfer.held", 1);
        visitor.Visit<TransferLetGo>("transfer.wasLetGo", 1);
        visitor.Visit<AttemptQueued>("transfer.attemptQueued", 1);
        visitor.Visit<FetchBegan>("transfer.fetchBegan", 1);
        visitor.Visit<AttemptBegan>("transfer.attemptBegan", 1);
        visitor.Visit<RenameAllowed>("transfer.renameAllowed", 1);
        visitor.Visit<FileDelivered>("transfer.delivered", 1);
        visitor.Visit<DeliveryFailed>("transfer.deliveryFailed", 1);
        visitor.Visit<TransferParked>("transfer.parked", 1);
        visitor.Visit<TransferRetried>("transfer.retried", 1);
        visitor.Visit<CancelRequested>("transfer.cancelRequested", 1);
        visitor.Visit<TransferCancelled>("transfer.cancelled", 1);
        visitor.Visit<NewerFileArrived>("transfer.newerFileArrived", 1);
        visitor.Visit<SourceWasSettled>("transfer.sourceWasSettled", 1);
        visitor.Visit<PartWasDiscarded>("transfer.partWasDiscarded", 1);
    }

    private static void VisitPool(IVocabularyVisitor visitor)
    {
        visitor.Visit<PoolState>("pool.state", 1);
        visitor.Visit<DefinePool>("pool.define", 1);
        visitor.Visit<RemovePool>("pool.remove", 1);
        visitor.Visit<RequestSlot>("pool.requestSlot", 1);
        visitor.Visit<SlotReply>("pool.slotReply", 1);
        visitor.Visit<ReleaseSlot>("pool.releaseSlot", 1);
        visitor.Visit<CheckDeadlines>("pool.checkDeadlines", 1);
        visitor.Visit<PoolDefined>("pool.defined", 1);
        visitor.Visit<PoolRemoved>("pool.removed", 1);
        visitor.Visit<SlotRequested>("pool.slotRequested", 1);
        visitor.Visit<SlotGranted>("pool.slotGranted", 1);
        visitor.Visit<SlotReleased>("pool.slotReleased", 1);
        visitor.Visit<SlotRefused>("pool.slotRefused", 1);
        visitor.Visit<HolderForgotten>("pool.holderForgotten", 1);
    }

    private static void VisitSession(IVocabularyVisitor visitor)
    {
        visitor.Visit<SessionState>("session.state", 1);
        visitor.Visit<OpenSession>("session.open", 1);
        visitor.Visit<CloseSession>("session.close", 1);
        visitor.Visit<CloseReply>("session.closeReply", 1);
        visitor.Visit<SessionEnded>("session.ended", 1);
        visitor.Visit<HoldSession>("session.hold", 1);
        visitor.Visit<EndConnection>("session.endConnection", 1);
        visitor.Visit<SessionOpened>("session.opened", 1);
        visitor.Visit<SessionClosing>("session.closing", 1);
        visitor.Visit<SessionClosed>("session.closed", 1);
    }

    private static void VisitEndpoint(IVocabularyVisitor visitor)
    {
        visitor.Visit<EndpointState>("endpoint.state", 1);
        visitor.Visit<DefineEndpoint>("endpoint.define", 1);
        visitor.Visit<RemoveEndpoint>("endpoint.remove", 1);
        visitor.Visit<CloseUserSessions>("endpoint.closeUserSessions", 1);
        visitor.Visit<EnterSession>("endpoint.enterSession", 1);
        visitor.Visit<EnterReply>("endpoint.enterReply", 1);
        visitor.Visit<LeaveSession>("endpoint.leaveSession", 1);
        visitor.Visit<EndpointDefined>("endpoint.defined", 1);
        visitor.Visit<EndpointRemoved>("endpoint.removed", 1);
        visitor.Visit<SessionEntered>("endpoint.sessionEntered", 1);
        visitor.Visit<SessionLeft>("endpoint.sessionLeft", 1);
        visitor.Visit<NodeForgotten>("endpoint.nodeForgotten", 1);
    }

    private static void VisitFileChange(IVocabularyVisitor visitor)
    {
        visitor.Visit<FileChangeState>("fileChange.state", 1);
        visitor.Visit<RecordFileChange>("fileChange.record", 1);
        visitor.Visit<FileChangeRecorded>("fileChange.recorded", 1);
    }

    private static void VisitSync(IVocabularyVisitor visitor)
    {
        visitor.Visit<SyncState>("sync.state", 1);
        visitor.Visit<DefineSync>("sync.define", 1);
        visitor.Visit<RemoveSync>("sync.remove", 1);
        visitor.Visit<StartSync>("sync.start", 1);
        visitor.Visit<StopSync>("sync.stop", 1);
        visitor.Visit<SyncReply>("sync.reply", 1);
        visitor.Visit<SyncDue>("sync.due", 1);
        visitor.Visit<SyncProgressed>("sync.progressed", 1);
        visitor.Visit<SyncEnded>("sync.ended", 1);
        visitor.Visit<RunSync>("sync.run", 1);
        visitor.Visit<SyncDefined>("sync.defined", 1);
        visitor.Visit<SyncRemoved>("sync.removed", 1);
        visitor.Visit<SyncStarted>("sync.started", 1);
        visitor.Visit<SyncFinished>("sync.finished", 1);
    }

    private static void VisitPull(IVocabularyVisitor visitor)
    {
        visitor.Visit<PullState>("pull.state", 1);
        visitor.Visit<DefinePull>("pull.define", 1);
        visitor.Visit<RemovePull>("pull.remove", 1);
        visitor.Visit<LookDue>("pull.lookDue", 1);
        visitor.Visit<LookAtSource>("pull.look", 1);
        visitor.Visit<LookEnded>("pull.lookEnded", 1);
        visitor.Visit<ForgetTaken>("pull.forgetTaken", 1);
        visitor.Visit<ForgetAllTaken>("pull.forgetAllTaken", 1);
        visitor.Visit<AllTakenForgotten>("pull.allTakenForgotten", 1);
        visitor.Visit<PullDefined>("pull.defined", 1);
        visitor.Visit<PullRemoved>("pull.removed", 1);
    }
}

using System.Collections.Immutable;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Flows;

/// <summary>A file that the flow hasn't finished with.</summary>
/// <param name="Transfers">All of its transfers.</param>
/// <param name="Open">Those that haven't ended.</param>
/// <param name="AllDelivered">No transfer was cancelled so far.</param>
/// <param name="SourceLost">A transfer found its version gone from the source.</param>
public sealed record Arrival(
    FileArrived File,
    ArrivalStage Stage,
    string SourceEndpoint,
    AfterCopy AfterCopy,
    ImmutableList<OpenTransfer> Transfers,
    ImmutableList<OpenTransfer> Open,
    bool AllDelivered,
    bool SourceLost = false);

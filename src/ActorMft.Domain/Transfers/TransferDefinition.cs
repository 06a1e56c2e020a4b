using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Transfers;

/// <summary>One file to one target, as it was decided when the file arrived. Endpoints are named, and looked up for each attempt.</summary>
/// <param name="SourcePath">Absolute in the source endpoint.</param>
/// <param name="Pinned">The bytes are pinned under the arrival's id; otherwise they are at the source's path.</param>
/// <param name="TargetPath">The full path at the target; relative paths start where the login lands.</param>
/// <param name="User">The login that brought the file; empty when a delivery did.</param>
public sealed record TransferDefinition(
    string TransferId,
    string Organization,
    string Flow,
    string ArrivalId,
    string SourceEndpoint,
    string SourcePath,
    FileIdentity File,
    bool Pinned,
    string TargetEndpoint,
    string TargetPath,
    OnExisting OnExisting,
    RetryPolicy Retry,
    string User);

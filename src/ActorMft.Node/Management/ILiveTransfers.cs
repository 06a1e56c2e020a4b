namespace ActorMft.Node.Management;

/// <summary>What only the node that runs a transfer knows.</summary>
internal interface ILiveTransfers
{
    /// <summary>Null when the transfer doesn't run on this node.</summary>
    LiveTransfer? Find(string transferId);
}

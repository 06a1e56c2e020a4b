using ActorMft.Domain.Resources;

namespace ActorMft.Node.Delivery;

/// <summary>One file to one path of a target.</summary>
/// <param name="TransferId">Tells this delivery's temporary names from all others.</param>
/// <param name="Target">The target's name for people, "bank-in" for example.</param>
/// <param name="FinalPath">The file's path at the target, absolute.</param>
/// <param name="PartPath">Where it is kept until it is whole, absolute.</param>
/// <param name="OnExisting">What to do when the final path is taken.</param>
internal sealed record DeliveryOrder(string TransferId, string Target, string FinalPath, string PartPath, OnExisting OnExisting);

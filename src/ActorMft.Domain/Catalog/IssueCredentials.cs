using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Makes the login of a space inbox unless there is one already. Answered by <see cref="IssueReply"/>.</summary>
/// <param name="User">As it is made if it has to be: with its flow, and its password as hash and sealed.</param>
/// <param name="Rotate">True to give an existing login this password.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="From">From which address.</param>
public sealed record IssueCredentials(UserSpec User, bool Rotate, string Actor, string From);

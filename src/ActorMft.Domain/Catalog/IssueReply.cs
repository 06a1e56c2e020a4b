using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>The login of a space inbox.</summary>
/// <param name="User">As it is now; null if it can't be made.</param>
/// <param name="IsNew">Whether its password is the one that was brought along.</param>
/// <param name="Reason">Why it can't be made.</param>
public sealed record IssueReply(UserSpec? User, bool IsNew, string? Reason);

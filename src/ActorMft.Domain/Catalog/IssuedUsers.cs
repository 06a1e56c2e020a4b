using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>The logins of space inboxes. They follow their flows: to another endpoint or directory, and into their end.</summary>
internal static class IssuedUsers
{
    /// <summary>The users that a change of flows leaves behind, each as it has to be from now on; null where it has to go.</summary>
    public static IEnumerable<(UserSpec Before, UserSpec? After)> LeftBehind(CatalogState catalog)
    {
        foreach (var user in catalog.InOrder().Select(entry => entry.Spec).OfType<UserSpec>().Where(user => user.IsIssued))
        {
            var after = catalog.Find<FlowSpec>(ResourceKind.Flow, user.Organization, user.Flow) is { Inbox: not null } flow ? Of(user, flow) : null;
            if (after is null || after.Endpoint != user.Endpoint || after.Home != user.Home)
            {
                yield return (user, after);
            }
        }
    }

    /// <summary>The user where its flow's source is now.</summary>
    public static UserSpec Of(UserSpec user, FlowSpec flow) => user with { Endpoint = flow.Source.Endpoint, Home = flow.Source.Path };
}

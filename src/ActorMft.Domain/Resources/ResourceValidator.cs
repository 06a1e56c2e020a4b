namespace ActorMft.Domain.Resources;

/// <summary>Checks a resource by itself; what it refers to is checked by the catalog.</summary>
public static class ResourceValidator
{
    /// <summary>All problems of a resource.</summary>
    /// <param name="index">The resource's place in the declaration, for the problems.</param>
    public static IReadOnlyList<Problem> Check(ResourceSpec spec, int index)
    {
        var problems = new ProblemList(index);
        if (spec is UserSpec)
        {
            problems.Require("name", spec.Name, Names.IsLogin(spec.Name), Names.LoginAllowed);
        }
        else
        {
            problems.Require("name", spec.Name, Names.IsName(spec.Name), Names.NameAllowed);
        }

        if (spec is OrganizationSpec)
        {
            problems.Require("organization", spec.Organization, spec.Organization is null, "no organization: it is one");
        }
        else
        {
            problems.Require("organization", spec.Organization, Names.IsName(spec.Organization), $"the organization's name: {Names.NameAllowed}");
        }

        switch (spec)
        {
            case EndpointSpec endpoint:
                EndpointRules.Check(endpoint, problems);
                break;
            case UserSpec user:
                UserRules.Check(user, problems);
                break;
            case RemoteSpec remote:
                RemoteRules.Check(remote, problems);
                break;
            case FlowSpec flow:
                FlowRules.Check(flow, problems);
                break;
            case SyncSpec sync:
                SyncRules.Check(sync, problems);
                break;
            case MountSpec mount:
                MountRules.Check(mount, problems);
                break;
        }

        return problems.All;
    }
}

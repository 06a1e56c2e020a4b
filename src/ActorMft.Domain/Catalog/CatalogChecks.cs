using System.Globalization;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>Whether declared resources fit together. All problems at once.</summary>
internal static class CatalogChecks
{
    /// <summary>What is wrong with the declaration by itself.</summary>
    public static IEnumerable<Problem> OfDeclaration(IReadOnlyList<ResourceSpec> resources)
    {
        foreach (var problem in Repetitions(resources))
        {
            yield return problem;
        }

        for (var i = 0; i < resources.Count; i++)
        {
            var spec = resources[i];
            foreach (var problem in ResourceValidator.Check(spec, i))
            {
                yield return problem;
            }

            foreach (var (path, _) in OpenSecrets(spec))
            {
                yield return new Problem(i, path, Value: null, "a secret that was hashed or sealed before it came here");
            }
        }
    }

    /// <summary>Resources that are declared more than once.</summary>
    /// <param name="resources">By their place; null where one couldn't be read.</param>
    public static IEnumerable<Problem> Repetitions(IReadOnlyList<ResourceSpec?> resources)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < resources.Count; i++)
        {
            if (resources[i] is { Name.Length: > 0 } spec && !places.TryAdd(spec.Key.ToString(), i))
            {
                var first = places[spec.Key.ToString()] + 1;
                yield return new Problem(i, "name", spec.Name, string.Create(CultureInfo.InvariantCulture, $"declared once; {spec.Key} is resource {first} of this declaration already"));
            }
        }
    }

    /// <summary>
    /// What the declared organizations have and the declaration hasn't, users before what they refer to. Nobody declares issued users:
    /// they end with their flows.
    /// </summary>
    public static IReadOnlyList<ResourceSpec> Undeclared(CatalogState catalog, IReadOnlyList<ResourceSpec> declared)
    {
        var keys = declared.Select(spec => spec.Key.ToString()).ToHashSet(StringComparer.Ordinal);
        var organizations = declared.Select(spec => spec.Key.Organization).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. catalog.InOrder().Reverse()
                .Select(entry => entry.Spec)
                .Where(spec => spec.Kind != ResourceKind.Organization
                    && spec is not UserSpec { IsIssued: true }
                    && organizations.Contains(spec.Key.Organization)
                    && !keys.Contains(spec.Key.ToString())),
        ];
    }

    /// <summary>What is wrong between the resources.</summary>
    /// <param name="indexOf">A resource's place in the declaration by its key.</param>
    /// <param name="isUncertain">True for resources that nothing can be said about; none if it is absent.</param>
    public static IEnumerable<Problem> OfReferences(CatalogState catalog, Func<string, int> indexOf, Func<ResourceKey, bool>? isUncertain = null)
    {
        var logins = catalog.InOrder().Select(entry => entry.Spec).OfType<UserSpec>()
            .GroupBy(user => user.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        foreach (var entry in catalog.InOrder())
        {
            var spec = entry.Spec;
            var index = indexOf(spec.Key.ToString());
            foreach (var (path, value, allowed, to) in Of(spec, catalog, logins))
            {
                if (to is { } key && isUncertain?.Invoke(key) == true)
                {
                    continue;
                }

                yield return index >= 0
                    ? new Problem(index, path, value, $"{allowed} ({spec.Key})")
                    : new Problem(index, $"{spec.Key}: {path}", value, $"{allowed}; it is not part of this change but refers to it");
            }
        }
    }

    private static IEnumerable<Misfit> Of(
        ResourceSpec spec, CatalogState catalog, Dictionary<string, List<UserSpec>> logins)
    {
        if (spec.Kind != ResourceKind.Organization && catalog.Find<OrganizationSpec>(ResourceKind.Organization, spec.Organization, spec.Organization) is null)
        {
            yield return new Misfit("organization", spec.Organization, "the name of an Organization that is declared", Key(ResourceKind.Organization, spec.Organization, spec.Organization));
        }

        var problems = spec switch
        {
            EndpointSpec endpoint => OfEndpoint(endpoint, catalog),
            UserSpec user => OfUser(user, catalog, logins),
            FlowSpec flow => OfFlow(flow, catalog),
            SyncSpec sync => OfSync(sync, catalog),
            MountSpec mount => MountChecks.Of(mount, catalog),
            _ => [],
        };
        foreach (var problem in problems)
        {
            yield return problem;
        }
    }

    private static IEnumerable<Misfit> OfEndpoint(EndpointSpec endpoint, CatalogState catalog)
    {
        if (endpoint.Remote is not null && catalog.Find<RemoteSpec>(ResourceKind.RemoteServer, endpoint.Organization, endpoint.Remote) is null)
        {
            yield return new Misfit("remote", endpoint.Remote, $"the name of a RemoteServer of {endpoint.Organization}", Key(ResourceKind.RemoteServer, endpoint.Organization, endpoint.Remote));
        }
    }

    private static IEnumerable<Misfit> OfUser(UserSpec user, CatalogState catalog, Dictionary<string, List<UserSpec>> logins)
    {
        if (logins.TryGetValue(user.Name, out var same) && same.Find(other => other.Organization != user.Organization) is { } other)
        {
            yield return new Misfit("name", user.Name, $"a login that is unique in the cluster; {other.Key} has it");
        }

        var endpoint = catalog.Find<EndpointSpec>(ResourceKind.Endpoint, user.Organization, user.Endpoint);
        if (endpoint is null || EndpointTypes.Find(endpoint.Type) is not { HasUsers: true })
        {
            yield return new Misfit(
                "endpoint",
                user.Endpoint,
                $"the name of an endpoint of {user.Organization} that users log in to, of type {EndpointTypes.SftpServer}",
                Key(ResourceKind.Endpoint, user.Organization, user.Endpoint));
        }

        if (user.Flow is not null)
        {
            var flow = catalog.Find<FlowSpec>(ResourceKind.Flow, user.Organization, user.Flow);
            if (flow is null || flow.Source.Endpoint != user.Endpoint)
            {
                yield return new Misfit(
                    "flow",
                    user.Flow,
                    $"the name of a flow of {user.Organization} whose source is the endpoint {user.Endpoint}",
                    Key(ResourceKind.Flow, user.Organization, user.Flow));
            }
        }
    }

    private static IEnumerable<Misfit> OfFlow(FlowSpec flow, CatalogState catalog)
    {
        var source = catalog.Find<EndpointSpec>(ResourceKind.Endpoint, flow.Organization, flow.Source.Endpoint);
        var rules = EndpointTypes.Find(source?.Type ?? "");
        if (rules is null || !rules.CanBeSource)
        {
            var types = string.Join(", ", EndpointTypes.All.Where(rules => rules.CanBeSource).Select(rules => rules.Name));
            yield return new Misfit(
                "source.endpoint",
                flow.Source.Endpoint,
                $"the name of an endpoint of {flow.Organization} that files can come from, of type {types}",
                Key(ResourceKind.Endpoint, flow.Organization, flow.Source.Endpoint));
        }
        else if (flow.Inbox is not null && !rules.HasUsers)
        {
            yield return new Misfit("inbox", rules.Name, $"no inbox: partners can't log in to a source of type {rules.Name}, only to one of type {EndpointTypes.SftpServer}");
        }
        else
        {
            foreach (var misfit in OfSource(flow.Source, rules))
            {
                yield return misfit;
            }
        }

        for (var i = 0; i < flow.Targets.Count; i++)
        {
            var target = flow.Targets[i];
            if (catalog.Find<EndpointSpec>(ResourceKind.Endpoint, flow.Organization, target.Endpoint) is null)
            {
                yield return new Misfit(
                    $"targets[{i}].endpoint",
                    target.Endpoint,
                    $"the name of an endpoint of {flow.Organization}",
                    Key(ResourceKind.Endpoint, flow.Organization, target.Endpoint));
            }
            else if (target.Endpoint == flow.Source.Endpoint && IsWithinSource(flow.Source, target, rules))
            {
                yield return new Misfit($"targets[{i}].path", target.Path, $"a path that is not below the source's {flow.Source.Path}: what is delivered there would arrive again");
            }
        }
    }

    private static IEnumerable<Misfit> OfSync(SyncSpec sync, CatalogState catalog)
    {
        var endpoint = catalog.Find<EndpointSpec>(ResourceKind.Endpoint, sync.Organization, sync.Endpoint);
        if (endpoint is null || EndpointTypes.Find(endpoint.Type) is not { NeedsRemote: false })
        {
            var types = string.Join(", ", EndpointTypes.All.Where(rules => !rules.NeedsRemote).Select(rules => rules.Name));
            yield return new Misfit(
                "endpoint",
                sync.Endpoint,
                $"the name of an endpoint of {sync.Organization} whose files are here, of type {types}",
                Key(ResourceKind.Endpoint, sync.Organization, sync.Endpoint));
        }

        if (catalog.Find<RemoteSpec>(ResourceKind.RemoteServer, sync.Organization, sync.Remote) is null)
        {
            yield return new Misfit("remote", sync.Remote, $"the name of a RemoteServer of {sync.Organization}", Key(ResourceKind.RemoteServer, sync.Organization, sync.Remote));
        }
    }

    private static IEnumerable<Misfit> OfSource(FlowSource source, EndpointTypeRules rules)
    {
        if (rules.IsPulled && source.Schedule is null)
        {
            yield return new Misfit("source.schedule", null, $"a schedule such as {{ every: 1m }}: nobody tells when a file comes to an endpoint of type {rules.Name}");
        }

        if (rules.IsPulled && source.Trigger.On == TriggerOn.Rename)
        {
            yield return new Misfit("source.trigger.on", "rename", $"close or triggerFile: nobody sees renames at an endpoint of type {rules.Name}");
        }

        if (!rules.IsPulled && source.Schedule is not null)
        {
            yield return new Misfit("source.schedule", null, $"no schedule: files come to an endpoint of type {rules.Name} by themselves");
        }

        if (!rules.IsPulled && source.Settle is not null)
        {
            yield return new Misfit("source.settle", Json.Duration.Format(source.Settle.Value), $"no settle: an endpoint of type {rules.Name} knows when a file is complete");
        }

        if (!rules.NeedsRemote && !source.Path.StartsWith('/'))
        {
            yield return new Misfit("source.path", source.Path, Paths.AbsoluteAllowed);
        }
    }

    private static ResourceKey Key(ResourceKind kind, string? organization, string? name) => new(kind, organization ?? "", name ?? "");

    /// <summary>Relative paths of another's server are compared as they are written.</summary>
    private static bool IsWithinSource(FlowSource source, FlowTarget target, EndpointTypeRules? rules)
    {
        var path = rules is { NeedsRemote: true } && !target.Path.StartsWith('/') ? target.Path.TrimEnd('/') : $"/{target.Path.Trim('/')}";
        var relative = FlowTrigger.RelativePath(source, path is "" or "/" ? path + "file" : path + "/file");
        return relative is not null && (rules is not { IsPulled: true } || source.IncludesSubdirectories || !relative.Contains('/', StringComparison.Ordinal));
    }

    private static IEnumerable<(string Path, Secret Secret)> OpenSecrets(ResourceSpec spec)
    {
        (string Path, Secret? Secret)[] secrets = spec switch
        {
            UserSpec user => [("password", user.Password)],
            RemoteSpec remote =>
            [
                ("auth.password", remote.Auth.Password),
                ("auth.privateKey", remote.Auth.PrivateKey),
                ("auth.passphrase", remote.Auth.Passphrase),
                ("proxy.password", remote.Proxy?.Password),
            ],
            _ => [],
        };
        foreach (var (path, secret) in secrets)
        {
            if (secret is { Hash: null, Sealed: null })
            {
                yield return (path, secret);
            }
        }
    }
}

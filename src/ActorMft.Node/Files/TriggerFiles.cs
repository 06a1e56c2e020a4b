using System.Globalization;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Files;

/// <summary>Finds what belongs together in one endpoint's directory: data files and their trigger files.</summary>
internal sealed class TriggerFiles(FileStore store, string organization, string endpoint)
{
    private readonly EndpointDirectory _directory = store.OpenEndpoint(organization, endpoint);

    /// <summary>Whether there is a plain file of which no upload is unfinished.</summary>
    public bool IsComplete(string path) =>
        _directory.Find(path) is { IsRegular: true } && !store.Unfinished.Contains(organization, endpoint, path);

    /// <summary>A data file that arrives, with its trigger file if the flow has one.</summary>
    public Arriving Arriving(CatalogEntry flow, string path)
    {
        if (FlowTrigger.TriggerPath(SourceOf(flow), path) is not { } triggerPath || _directory.Find(triggerPath) is not { IsRegular: true } facts)
        {
            return new Arriving(flow, path);
        }

        var trigger = new TriggerFile(triggerPath, new FileIdentity(facts.Number.Inode, facts.Size, facts.ModifiedAt));
        return new Arriving(flow, path, trigger, string.Create(CultureInfo.InvariantCulture, $"{facts.Number.Inode} {facts.ChangedAt.UtcTicks}"));
    }

    /// <summary>The data files that a complete trigger file makes arrive.</summary>
    public IEnumerable<Arriving> TriggeredBy(CatalogEntry flow, string triggerPath)
    {
        var source = SourceOf(flow);
        if (!FlowTrigger.IsTriggerFile(source, triggerPath))
        {
            return [];
        }

        var directory = EndpointPath.Parent(triggerPath);
        var template = FlowTrigger.TemplateOf(source)!;
        var names = TriggerTemplate.DataName(template, EndpointPath.Name(triggerPath)) is { } only
            ? [only]
            : _directory.ListNames(directory).Where(name => TriggerTemplate.NameFor(template, name) == EndpointPath.Name(triggerPath));
        return names
            .Order(StringComparer.Ordinal)
            .Select(name => EndpointPath.Child(directory, name))
            .Where(path => FlowTrigger.IsEligible(source, path) && IsComplete(path))
            .Select(path => Arriving(flow, path));
    }

    private static FlowSource SourceOf(CatalogEntry flow) => ((FlowSpec)flow.Spec).Source;
}

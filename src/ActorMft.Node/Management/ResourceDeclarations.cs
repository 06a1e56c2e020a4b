using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using ActorMft.Node.Mounts;
using ActorMft.Node.Remotes;

namespace ActorMft.Node.Management;

/// <summary>Declares and deletes resources for the HTTP API.</summary>
internal sealed class ResourceDeclarations(ActorNode actors, CatalogReader catalog, SecretBoundary secrets, MountFolders folders)
{
    private static readonly EntityId CatalogId = ActorId.Catalog.ToEntityId();

    /// <summary>Declares all of the documents or none; answers with what became of each.</summary>
    /// <exception cref="ApiException">Something doesn't fit; every problem at once.</exception>
    public async Task<DeclareReply> DeclareAsync(
        IReadOnlyList<JsonNode?> documents, bool prune, bool dryRun, Requester who, CancellationToken cancellationToken)
    {
        var read = await ReadAllAsync(documents, cancellationToken);
        if (read.Any(document => document.Problems.Count > 0))
        {
            throw Refusal(ProblemsOf(documents, read, prune, isWhole: true));
        }

        var specs = read.Select(document => document.Spec!).ToList();
        var reply = await actors.AskAsync<DeclareReply>(
            CatalogId, new DeclareResources(specs, prune, dryRun, who.Actor, who.From), requestId: null, cancellationToken);
        if (reply.Problems.Count > 0)
        {
            throw Refusal(reply.Problems);
        }

        await catalog.RefreshAsync(cancellationToken);
        return reply;
    }

    /// <summary>Looks for problems in a declaration of which another part couldn't be parsed. Changes nothing.</summary>
    /// <exception cref="ApiException">There are problems; every one at once.</exception>
    public async Task CheckPartAsync(IReadOnlyList<JsonNode?> documents, CancellationToken cancellationToken)
    {
        var read = await ReadAllAsync(documents, cancellationToken);
        if (ProblemsOf(documents, read, prune: false, isWhole: false) is { Count: > 0 } problems)
        {
            throw Refusal(problems);
        }
    }

    /// <exception cref="ApiException">It isn't there, or something refers to it.</exception>
    public async Task DeleteAsync(ResourceKey key, Requester who, CancellationToken cancellationToken)
    {
        var reply = await actors.AskAsync<DeleteReply>(
            CatalogId, new DeleteResource(key.Kind, key.Organization, key.Name, who.Actor, who.From), requestId: null, cancellationToken);
        if (!reply.Found)
        {
            throw ApiException.NotFound($"There is no {key}.");
        }

        if (reply.Problems.Count > 0)
        {
            var referring = reply.Problems.Select(problem => problem.Path).Distinct(StringComparer.Ordinal);
            throw ApiException.Conflict($"{key} can't be deleted while others refer to it: {string.Join(", ", referring)}. Change or delete them first.");
        }

        await catalog.RefreshAsync(cancellationToken);
    }

    private static ApiException Refusal(IEnumerable<Problem> problems) => ApiException.Unprocessable(
        [.. problems.Select(problem => new ApiProblem(problem.Index < 0 ? null : problem.Index, problem.Path, problem.Value, Message: null, problem.Allowed))]);

    /// <summary>Each document's own problems, and what doesn't fit between them.</summary>
    private List<Problem> ProblemsOf(IReadOnlyList<JsonNode?> documents, ReadResource[] read, bool prune, bool isWhole)
    {
        var unreadNames = documents.Where((_, i) => read[i].Spec is null).OfType<JsonObject>().Select(document => Text(document, "name")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var between = ReferencePreview.Of(catalog.Current.Entries, read, unreadNames, prune, isWhole);
        return [.. read.SelectMany(document => document.Problems).Concat(between).OrderBy(problem => problem.Index)];
    }

    private async Task<ReadResource[]> ReadAllAsync(IReadOnlyList<JsonNode?> documents, CancellationToken cancellationToken)
    {
        // The latest state: an unchanged secret is recognised by comparing with it.
        await catalog.RefreshAsync(cancellationToken);
        return await Task.Run(() => ReadAll(documents, cancellationToken), cancellationToken);
    }

    // Hashing a password takes a tenth of a second on purpose, so many users are read by all processors.
    private ReadResource[] ReadAll(IReadOnlyList<JsonNode?> documents, CancellationToken cancellationToken) =>
        [.. documents.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Read)];

    private ReadResource Read(JsonNode? node, int index)
    {
        if (node is not JsonObject document)
        {
            return new ReadResource(Spec: null, [new Problem(index, string.Empty, Value: null, "a JSON object with kind and name")]);
        }

        var stored = FindStored(document);
        var missing = new List<string>();
        ResourceDocument.KeepSecrets(document, stored, missing);
        var problems = missing.Select(path => new Problem(index, path, Value: null, "a secret: none is stored that could stay as it is")).ToList();

        var read = ResourceReader.Read(JsonSerializer.SerializeToElement(document), index);
        problems.AddRange(read.Problems);
        if (read.Spec is null)
        {
            return new ReadResource(Spec: null, problems);
        }

        var ofSecrets = new List<Problem>();
        var spec = secrets.Seal(read.Spec, stored, index, ofSecrets);
        problems.AddRange(ofSecrets.Where(found => !problems.Exists(known => known.Path == found.Path)));
        if (spec is RemoteSpec remote)
        {
            OfferedAlgorithms.Check(remote, index, problems);
        }

        if (spec is MountSpec mount && problems.Count == 0 && folders.Check(mount, stored as MountSpec, index) is { } inTheWay)
        {
            problems.Add(inTheWay);
        }

        return new ReadResource(spec, problems);
    }

    private ResourceSpec? FindStored(JsonObject document)
    {
        var name = Text(document, "name");
        return Enum.TryParse<ResourceKind>(Text(document, "kind"), out var kind) && name is not null
            ? catalog.Current.Find(new ResourceKey(kind, kind == ResourceKind.Organization ? name : Text(document, "organization") ?? string.Empty, name))?.Spec
            : null;
    }

    private static string? Text(JsonObject document, string key) =>
        document[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

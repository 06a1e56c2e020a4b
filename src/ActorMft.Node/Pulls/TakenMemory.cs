using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pulls;

namespace ActorMft.Node.Pulls;

/// <summary>What a flow has taken, in the store. Read by the ids that are asked for, or page by page: there may be millions.</summary>
/// <param name="read">Reads rows of a view by id.</param>
/// <param name="query">Reads a page of a view.</param>
internal sealed class TakenMemory(
    Func<string, IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<ViewRow>>> read,
    Func<ViewQuery, CancellationToken, Task<IReadOnlyList<ViewRow>>> query)
{
    private const int PageSize = 2000;

    /// <summary>Of the actors' store.</summary>
    public static TakenMemory Of(ActorNode actors) => new(actors.GetViewsAsync, actors.QueryAsync);

    /// <summary>Those of the files whose present version was not taken.</summary>
    public async Task<IReadOnlyList<FoundFile>> NotTakenAsync(IReadOnlyList<FoundFile> files, CancellationToken cancellationToken)
    {
        var rows = await read(ViewNames.Taken, [.. files.Select(file => file.MemoryId)], cancellationToken);
        var taken = rows.ToDictionary(row => row.Id, row => DomainJson.Read<TakenFile>(row.Json), StringComparer.Ordinal);
        return [.. files.Where(file => taken.GetValueOrDefault(file.MemoryId) != new TakenFile(file.Version.Size, file.Version.ModifiedAt))];
    }

    /// <summary>The ids of all that a flow has taken, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> PagesAsync(
        string organization, string flow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (true)
        {
            var rows = await query(
                new ViewQuery(ViewNames.Taken, TakenFile.ScopeOf(organization, flow), AfterId: after, Limit: PageSize), cancellationToken);
            if (rows.Count == 0)
            {
                yield break;
            }

            yield return [.. rows.Select(row => row.Id)];
            after = rows[^1].Id;
        }
    }
}

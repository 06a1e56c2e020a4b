using System.Collections.Immutable;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Catalog;

/// <summary>
/// What is wrong between the resources of a declaration that is refused anyway, so that its author is told all problems at once.
/// Nothing is said about references to what is itself invalid: they may be right once that is.
/// </summary>
public static class ReferencePreview
{
    /// <summary>The problems that reading the resources one by one can't find.</summary>
    /// <param name="declared">What is declared now.</param>
    /// <param name="read">The declaration; a resource's place in it is its index.</param>
    /// <param name="unreadNames">Names of resources whose kind couldn't be read.</param>
    /// <param name="prune">As in <see cref="DeclareResources"/>.</param>
    /// <param name="isWhole">False when more would be declared that couldn't be parsed at all: what is missing may be among it.</param>
    public static IReadOnlyList<Problem> Of(
        IEnumerable<CatalogEntry> declared, IReadOnlyList<ReadResource> read, IReadOnlyCollection<string> unreadNames, bool prune, bool isWhole)
    {
        var before = new CatalogState { Entries = declared.ToImmutableDictionary(entry => entry.Spec.Key.ToString(), StringComparer.Ordinal) };
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var after = before.Entries;
        for (var i = 0; i < read.Count; i++)
        {
            if (read[i].Spec is { } spec && places.TryAdd(spec.Key.ToString(), i))
            {
                after = after.SetItem(spec.Key.ToString(), new CatalogEntry(spec, before.Revision + 1, Remote: null));
            }
        }

        if (prune && isWhole && read.All(resource => resource.Spec is not null))
        {
            after = after.RemoveRange(CatalogChecks.Undeclared(before, [.. read.Select(resource => resource.Spec!)]).Select(spec => spec.Key.ToString()));
        }

        bool IsUncertain(ResourceKey to) =>
            unreadNames.Contains(to.Name)
            || (places.TryGetValue(to.ToString(), out var place) ? read[place].Problems.Count > 0 : !isWhole && !after.ContainsKey(to.ToString()));

        return
        [
            .. CatalogChecks.Repetitions([.. read.Select(resource => resource.Spec)]),
            .. CatalogChecks.OfReferences(before with { Entries = after }, key => places.GetValueOrDefault(key, -1), IsUncertain)
                .Where(problem => problem.Index < 0 || !read[problem.Index].Problems.Any(known => IsAbout(known.Path, problem.Path))),
        ];
    }

    /// <summary>A field that can't be read, or without its organization a whole resource, can't be compared with others.</summary>
    private static bool IsAbout(string known, string path) =>
        known is "organization" || known == path || path.StartsWith(known + ".", StringComparison.Ordinal) || path.StartsWith(known + "[", StringComparison.Ordinal);
}

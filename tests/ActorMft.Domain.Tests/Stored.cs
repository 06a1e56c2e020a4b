using System.Text.Json;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;

namespace ActorMft.Domain.Tests;

/// <summary>Writes and reads objects as the store does.</summary>
internal static class Stored
{
    private static readonly HashSet<Type> Known = VocabularyTypes.All.Select(entry => entry.Type).ToHashSet();

    /// <summary>The object as it comes back from the store; fails for a type that the vocabulary doesn't have.</summary>
    public static object Copy(object value)
    {
        Known.ShouldContain(value.GetType(), $"{value.GetType().Name} is not in the vocabulary");
        var json = JsonSerializer.Serialize(value, value.GetType(), DomainJson.Options);
        var copy = JsonSerializer.Deserialize(json, value.GetType(), DomainJson.Options)!;
        JsonSerializer.Serialize(copy, value.GetType(), DomainJson.Options).ShouldBe(json);
        return copy;
    }

    public static string Write(Decision decision) =>
        string.Join('\n', decision.Events.Concat(decision.Effects).Select(each => $"{each.GetType().Name} {JsonSerializer.Serialize(each, each.GetType(), DomainJson.Options)}"));
}

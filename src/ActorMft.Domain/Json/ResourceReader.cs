using System.Text.Json;

namespace ActorMft.Domain.Json;

/// <summary>Reads declared resources from JSON and reports every problem at once: unknown fields, wrong types, values that are not allowed.</summary>
public static class ResourceReader
{
    /// <summary>Reads one resource, and checks everything that can be checked without the other resources.</summary>
    /// <param name="json">An object with <c>kind</c>; the twin of the YAML.</param>
    /// <param name="index">The resource's place in the declaration, for the problems.</param>
    public static ReadResource Read(JsonElement json, int index) => throw new NotImplementedException();
}

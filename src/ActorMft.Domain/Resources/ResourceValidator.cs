namespace ActorMft.Domain.Resources;

/// <summary>Checks a resource by itself; what it refers to is checked by the catalog.</summary>
public static class ResourceValidator
{
    /// <summary>All problems of a resource.</summary>
    /// <param name="index">The resource's place in the declaration, for the problems.</param>
    public static IReadOnlyList<Problem> Check(ResourceSpec spec, int index) => throw new NotImplementedException();
}

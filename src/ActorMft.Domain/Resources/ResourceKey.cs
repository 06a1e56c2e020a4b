namespace ActorMft.Domain.Resources;

/// <summary>What identifies a resource.</summary>
/// <param name="Organization">The organization it belongs to; an organization's own name for itself.</param>
public readonly record struct ResourceKey(ResourceKind Kind, string Organization, string Name)
{
    /// <summary><c>Kind/org/name</c>, and <c>Organization/org</c> for an organization.</summary>
    public override string ToString() =>
        Kind == ResourceKind.Organization ? $"{Kind}/{Name}" : $"{Kind}/{Organization}/{Name}";
}

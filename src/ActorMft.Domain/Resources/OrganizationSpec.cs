namespace ActorMft.Domain.Resources;

/// <summary>An organization: the owner of everything else.</summary>
public sealed record OrganizationSpec() : ResourceSpec(ResourceKind.Organization)
{
    public string? Description { get; init; }
}

namespace ActorMft.Domain.Catalog;

/// <summary>What a declaration did to a resource.</summary>
public enum Outcome
{
    Created,
    Changed,
    Unchanged,
    Deleted,
}

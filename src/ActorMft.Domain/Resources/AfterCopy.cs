namespace ActorMft.Domain.Resources;

/// <summary>What becomes of the source when all targets have the file.</summary>
public enum AfterCopy
{
    Keep,
    Delete,
}

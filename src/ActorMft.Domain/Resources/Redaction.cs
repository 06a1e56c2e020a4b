namespace ActorMft.Domain.Resources;

/// <summary>What of a resource may be shown.</summary>
public static class Redaction
{
    /// <summary>The resource with each secret emptied: that there is one can be seen, nothing more.</summary>
    public static ResourceSpec WithoutSecrets(ResourceSpec spec) => throw new NotImplementedException();
}

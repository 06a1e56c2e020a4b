namespace ActorMft.Node.Secrets;

/// <summary>A secret couldn't be read; the message says why and which setting to look at. Never holds the secret.</summary>
public sealed class SecretException : Exception
{
    /// <summary>With a sentence for the operator.</summary>
    public SecretException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence for the operator and what led to it.</summary>
    public SecretException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

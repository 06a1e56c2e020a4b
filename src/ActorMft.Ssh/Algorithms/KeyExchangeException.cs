namespace ActorMft.Ssh.Algorithms;

/// <summary>The peer's key exchange value is not an acceptable public key; the connection must end with KEY_EXCHANGE_FAILED.</summary>
internal sealed class KeyExchangeException : Exception
{
    public KeyExchangeException(string message)
        : base(message)
    {
    }

    public KeyExchangeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

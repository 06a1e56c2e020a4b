namespace ActorMft.Node.Sessions.Proxy;

/// <summary>A connection that had to begin with a PROXY header did not; the message is one sentence for the operator.</summary>
internal sealed class ProxyHeaderException(string message, Exception? innerException = null) : Exception(message, innerException);

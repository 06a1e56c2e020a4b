namespace ActorMft.Node.Hosting;

/// <summary>The node can't start; the message is one sentence for the operator.</summary>
public sealed class NodeStartException : Exception
{
    /// <summary>With the sentence.</summary>
    public NodeStartException(string message, bool badSettings = false)
        : base(message)
    {
        BadSettings = badSettings;
    }

    /// <summary>With the sentence and what led to it.</summary>
    public NodeStartException(string message, Exception innerException, bool badSettings = false)
        : base(message, innerException)
    {
        BadSettings = badSettings;
    }

    /// <summary>Whether a setting has to be changed (exit code 2), rather than something around the node (exit code 1).</summary>
    public bool BadSettings { get; }
}

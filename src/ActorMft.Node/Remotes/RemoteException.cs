namespace ActorMft.Node.Remotes;

/// <summary>A remote server could not be used. The message is a sentence for the operator with cause and remedy.</summary>
internal sealed class RemoteException(ConnectStep step, string message, bool isTransient, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Where it stopped.</summary>
    public ConnectStep Step => step;

    /// <summary>
    /// True when the same try may work later: by itself, or because transfers are held until somebody has enabled the remote or accepted
    /// its new key, and then go on. False when a transfer had better be given up and retried by somebody who has corrected something.
    /// </summary>
    public bool IsTransient => isTransient;
}

namespace ActorMft.Ssh.Transport;

/// <summary>What runs on top of a transport: authentication and the connection protocol of one side. Called by the input loop.</summary>
internal interface IConnectionHandler
{
    /// <summary>The first key exchange is complete.</summary>
    void OnKeysExchanged();

    /// <summary>A message that the phase allows.</summary>
    /// <param name="message">Its number.</param>
    /// <param name="payload">All of it, the number included; valid until this completes, of channel data until <see cref="EndBatch"/>.</param>
    /// <param name="cancellationToken">The connection is ending.</param>
    ValueTask HandleAsync(SshMessage message, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>All messages that had arrived were handled. Whoever goes on reading in the block holds it.</summary>
    void EndBatch(InputBlock block);

    /// <summary>The connection has ended; called once, by any thread.</summary>
    void OnEnded(SshException failure);
}

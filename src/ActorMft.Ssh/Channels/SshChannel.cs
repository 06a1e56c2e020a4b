using System.IO.Pipelines;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// A session channel that carries a subsystem. What the peer sends is read from <see cref="Input"/>; advancing it opens the
/// peer's window again. What is written to <see cref="Output"/> waits when the peer's window is full.
/// </summary>
public sealed class SshChannel : IDuplexPipe, IAsyncDisposable
{
    internal SshChannel() => throw new NotSupportedException();

    /// <summary>The subsystem's name, <c>sftp</c> for example.</summary>
    public string Subsystem => throw new NotSupportedException();

    /// <summary>Completes at the peer's EOF or CLOSE; throws the <see cref="SshException"/> of a connection that was lost.</summary>
    public PipeReader Input => throw new NotSupportedException();

    /// <summary>Completing it sends EOF once everything before it was sent. Flushing is completed when the channel is closed.</summary>
    public PipeWriter Output => throw new NotSupportedException();

    /// <summary>
    /// Sends what is left of <see cref="Output"/>, EOF, the exit status if there is one, and CLOSE. May be called twice.
    /// Returns when all of it was handed to the connection, or the channel or the connection has ended.
    /// </summary>
    public ValueTask CloseAsync(uint? exitStatus) => throw new NotSupportedException();

    /// <summary>Closes without an exit status.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}

using System.Diagnostics.CodeAnalysis;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Who has to wait because too much is unsent: the sources of channel data, and the input loop. Used under the lock of its
/// <see cref="PacketOutput"/>.
/// </summary>
/// <param name="packets">What has gathered.</param>
internal sealed class Backpressure(SealedPackets packets)
{
    /// <summary>The input loop waits while this much is unsent: a peer that asks but never reads, in bytes.</summary>
    public const int CongestionLimit = 2 * 1024 * 1024;

    private readonly Queue<IDataSource> _refused = new();
    private TaskCompletionSource? _uncongested;
    private long _taken;
    private long _written;

    /// <summary>Bytes that were taken to be sent. Any thread.</summary>
    public long BytesTaken => Volatile.Read(ref _taken);

    /// <summary>Those of them that the stream has taken. Any thread.</summary>
    public long BytesWritten => Volatile.Read(ref _written);

    public bool IsDataAllowed => packets.Length < packets.DataLimit;

    public bool IsCongested => Unsent > CongestionLimit;

    /// <summary>Gathered, or on the way to the stream, in bytes.</summary>
    public long Unsent => packets.Length + _taken - _written;

    public void OnTaken(int length) => _taken += length;

    public void OnWritten(int length)
    {
        _written += length;
        ReleaseInput();
    }

    /// <summary>Notes whose data was refused.</summary>
    public void Refuse(IDataSource source) => _refused.Enqueue(source);

    /// <summary>The next of those whose data was refused, if data is allowed now.</summary>
    public bool TryResume([NotNullWhen(true)] out IDataSource? source)
    {
        source = null;
        return IsDataAllowed && _refused.TryDequeue(out source);
    }

    /// <summary>Completes when <see cref="IsCongested"/> may have changed.</summary>
    public Task WhenUncongested() =>
        (_uncongested ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Nothing is taken any more: the input loop goes on, the sources are forgotten.</summary>
    public void End()
    {
        _refused.Clear();
        ReleaseInput();
    }

    private void ReleaseInput()
    {
        _uncongested?.TrySetResult();
        _uncongested = null;
    }
}

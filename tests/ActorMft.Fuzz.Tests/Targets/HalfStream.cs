using ActorMft.Ssh.Sockets;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>A peer that has said everything already, closes, and doesn't listen.</summary>
internal sealed class HalfStream(byte[] says) : AsyncStream
{
    private readonly MemoryStream _input = new(says);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _input.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        _input.Dispose();
        base.Dispose(disposing);
    }
}

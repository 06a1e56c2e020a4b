using System.Buffers;
using System.Security.Cryptography;
using ActorMft.Sftp;

namespace ActorMft.Bench.Ssh;

/// <summary>A local file that costs nothing: random bytes again and again to its end, and it keeps nothing of what is written.</summary>
internal sealed class MemoryFile(long size) : ISftpFile
{
    private static readonly byte[] _pattern = RandomNumberGenerator.GetBytes(4 * 1024 * 1024);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var from = (int)(offset % _pattern.Length);
        var count = (int)Math.Min(Math.Min(buffer.Length, size - offset), _pattern.Length - from);
        if (count <= 0)
        {
            return new ValueTask<int>(0);
        }

        _pattern.AsSpan(from, count).CopyTo(buffer.Span);
        return new ValueTask<int>(count);
    }

    public ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken) => new(new SftpAttributes { Size = size });

    public ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CloseAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

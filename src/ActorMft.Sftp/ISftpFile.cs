using System.Buffers;

namespace ActorMft.Sftp;

/// <summary>
/// An open file. Reads and writes may overlap each other. Every failure is an <see cref="SftpException"/>.
/// Disposing without <see cref="CloseAsync"/> means that the connection broke: what was written stays, nothing is promised about it.
/// </summary>
public interface ISftpFile : IAsyncDisposable
{
    /// <summary>Reads up to the buffer's length at <paramref name="offset"/> (bytes). May be short; 0 only at the end.</summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes all of <paramref name="data"/> at <paramref name="offset"/> (bytes). The data is the caller's again when the call completes.</summary>
    ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken);

    /// <summary>What the open file is now.</summary>
    ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken);

    /// <summary>Changes the fields that are set; a size truncates or extends.</summary>
    ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Makes everything written so far, and the file's own directory entry, durable.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Closes in good order. A failure here is the answer to the partner's CLOSE: the upload is not acknowledged.</summary>
    ValueTask CloseAsync(CancellationToken cancellationToken);
}

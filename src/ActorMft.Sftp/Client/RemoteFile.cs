using System.Buffers;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>A file open at the server. Buffers longer than a block become several requests on the way at once.</summary>
internal sealed class RemoteFile(SftpConnection connection, ServerCapabilities server, int window, byte[] handle, string path) : ISftpFile
{
    private int _isClosed;

    /// <summary>What the server calls the open file.</summary>
    public ReadOnlySpan<byte> Handle => handle;

    /// <summary>Where it is open.</summary>
    public SftpConnection Connection => connection;

    /// <summary>Bytes of content that one READ may ask for.</summary>
    public int ReadSize => server.ReadSize;

    /// <summary>Bytes of content that one WRITE may carry.</summary>
    public int WriteSize => server.WriteSize;

    /// <summary>Sends one READ; <see cref="PendingReply.WaitForAsync"/> then gives what came, which may be less than there is room.</summary>
    public ValueTask<PendingReply> SendReadAsync(long offset, ContentTarget target, bool runHere, CancellationToken cancellationToken) =>
        connection.SendAsync(new ReadRequest(handle, offset, target.Room), target, runHere, hasNext: false, cancellationToken);

    /// <summary>Sends one WRITE; the data is the caller's again when it has left.</summary>
    public ValueTask<PendingReply> SendWriteAsync(long offset, ReadOnlySequence<byte> data, bool runHere, bool hasNext, CancellationToken cancellationToken) =>
        connection.SendAsync(new ContentRequest(handle, offset, data), default, runHere, hasNext, cancellationToken);

    /// <summary>The answer to a READ.</summary>
    public ValueTask<int> WhenReadAsync(PendingReply reply, CancellationToken cancellationToken) => reply.WaitForAsync(PacketType.Data, path, cancellationToken);

    /// <summary>The answer to a WRITE.</summary>
    public ValueTask<int> WhenWrittenAsync(PendingReply reply, CancellationToken cancellationToken) => reply.WaitForAsync(PacketType.Status, path, cancellationToken);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length <= server.ReadSize)
        {
            return await ReadBlockAsync(offset, buffer, cancellationToken);
        }

        var blocks = new Queue<Task<int>>();
        var requested = 0;
        var total = 0;
        var isWhole = true;
        try
        {
            while (requested < buffer.Length || blocks.Count > 0)
            {
                while (requested < buffer.Length && (blocks.Count == 0 || (blocks.Count + 1) * server.ReadSize <= window))
                {
                    var block = buffer.Slice(requested, Math.Min(server.ReadSize, buffer.Length - requested));
                    blocks.Enqueue(ReadBlockAsync(offset + requested, block, cancellationToken));
                    requested += block.Length;
                }

                var expected = Math.Min(server.ReadSize, buffer.Length - total);
                var count = await blocks.Peek();
                _ = blocks.Dequeue();
                total += isWhole ? count : 0;
                if (isWhole && count < expected)
                {
                    isWhole = false;
                    requested = buffer.Length;
                }
            }
        }
        finally
        {
            await Outstanding.SettleAsync(blocks);
        }

        return total;
    }

    public async ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        if (data.Length <= server.WriteSize)
        {
            await WriteBlockAsync(offset, data, cancellationToken);
            return;
        }

        var blocks = new Queue<Task>();
        try
        {
            while (data.Length > 0)
            {
                if (blocks.Count > 0 && (blocks.Count + 1) * server.WriteSize > window)
                {
                    await blocks.Peek();
                    _ = blocks.Dequeue();
                }

                var block = data.Slice(0, Math.Min(server.WriteSize, data.Length));
                blocks.Enqueue(WriteBlockAsync(offset, block, cancellationToken));
                data = data.Slice(block.End);
                offset += block.Length;
            }

            while (blocks.TryPeek(out var block))
            {
                await block;
                _ = blocks.Dequeue();
            }
        }
        finally
        {
            await Outstanding.SettleAsync(blocks);
        }
    }

    // FSTAT: string handle
    public async ValueTask<SftpAttributes> StatAsync(CancellationToken cancellationToken)
    {
        var reply = await connection.RequestAsync(PacketType.FileStat, HandleSize, WriteHandle, cancellationToken);
        reply.Expect(PacketType.Attributes, path);
        return new SftpReader(reply.Fields).ReadAttributes();
    }

    // FSETSTAT: string handle, ATTRS attrs
    public async ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken)
    {
        var reply = await connection.RequestAsync(
            PacketType.FileSetStat,
            HandleSize + SftpWriter.MaxAttributes,
            (ref writer) =>
            {
                writer.WriteString(handle);
                writer.WriteAttributes(attributes);
            },
            cancellationToken);
        reply.Expect(PacketType.Status, path);
    }

    // EXTENDED: string "fsync@openssh.com", string handle
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (!server.Extensions.HasFlag(SftpExtensions.Fsync))
        {
            throw new SftpException(SftpStatus.OperationUnsupported, $"{path}: the server can't be asked to flush a file");
        }

        var reply = await connection.RequestAsync(
            PacketType.Extended,
            HandleSize + SftpWriter.MaxSize(ExtensionNames.Fsync),
            (ref writer) =>
            {
                writer.WriteText(ExtensionNames.Fsync);
                writer.WriteString(handle);
            },
            cancellationToken);
        reply.Expect(PacketType.Status, path);
    }

    // CLOSE: string handle
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            var reply = await connection.RequestAsync(PacketType.Close, HandleSize, WriteHandle, cancellationToken);
            reply.Expect(PacketType.Status, path);
        }
    }

    /// <summary>Gives the handle back; what the server says to it is of no interest any more.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is SftpException or ObjectDisposedException or InvalidOperationException)
        {
            // The handle is gone either way.
        }
    }

    private int HandleSize => sizeof(uint) + handle.Length;

    private void WriteHandle(ref SftpWriter writer) => writer.WriteString(handle);

    // Full unless the file ends: a server may answer with less than was asked for.
    private async Task<int> ReadBlockAsync(long offset, Memory<byte> block, CancellationToken cancellationToken)
    {
        var total = 0;
        while (total < block.Length)
        {
            var count = await ReadOnceAsync(offset + total, block[total..], cancellationToken);
            if (count == 0)
            {
                break;
            }

            total += count;
        }

        return total;
    }

    private async Task<int> ReadOnceAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        await WhenReadAsync(await SendReadAsync(offset, new ContentTarget(destination), runHere: false, cancellationToken), cancellationToken);

    private async Task WriteBlockAsync(long offset, ReadOnlySequence<byte> block, CancellationToken cancellationToken) =>
        await WhenWrittenAsync(await SendWriteAsync(offset, block, runHere: false, hasNext: false, cancellationToken), cancellationToken);
}

using System.Buffers;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Mounts;
using ActorMft.Sftp;

namespace ActorMft.Node.Connector;

/// <summary>
/// The connector operations on files of an endpoint. Content streams through; nothing is kept. A file that is written has another name until it is
/// whole, so nobody ever meets half of one under its own.
/// </summary>
internal sealed class FileConnector(EndpointOpener endpoints, TimeProvider time)
{
    private const int BlockSize = 255 * 1024;
    private const long Memory = 128 * 1024 * 1024;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly MemoryBudget _memory = new(Memory);

    /// <exception cref="DeliveryException">The endpoint can't be used now.</exception>
    public async Task<ConnectorPlace> OpenAsync(string organization, string endpoint, string? remoteDirectory, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var limit = time.CreateTimer(_ => patience.Cancel(), state: null, _patience, Timeout.InfiniteTimeSpan);
        try
        {
            return new ConnectorPlace(await endpoints.OpenAsync(organization, endpoint, "connector", patience.Token), remoteDirectory);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException(
                $"No connection to the endpoint '{endpoint}' could be had within {_patience.TotalSeconds:0} s: all that maxConnections allows are in use, or its server doesn't answer. Try again later.", isTransient: true, exception);
        }
    }

    /// <summary>The entries that a query is for.</summary>
    public static async Task<ConnectorListing> QueryAsync(ConnectorPlace place, ConnectorQuery query, CancellationToken cancellationToken)
    {
        var best = new BestOf<(string Directory, SftpName Name)>(query.Limit, OrderOf(query));
        await foreach (var (directory, name) in DirectoryWalk.OfAsync(place.Files, place.Directory, query.Recursive, cancellationToken))
        {
            if (query.Wants(name, Below(place.Directory, directory, name.Name)))
            {
                best.Add((directory, name));
            }
        }

        return new ConnectorListing([.. best.InOrder().Select(each => ConnectorPlace.Show(each.Directory, each.Name, query.Metadata))], best.IsTruncated);
    }

    /// <summary>The path below a directory of something in one of those below it.</summary>
    public static string Below(string root, string directory, string name) => SftpPath.Combine(directory, name)[(root == SftpPath.Root ? 1 : root.Length + 1)..];

    /// <summary>Copies a file's content from an offset to its end.</summary>
    public async Task GetAsync(ISftpFile file, long offset, Stream target, CancellationToken cancellationToken)
    {
        await using var reading = new ReadAhead(file, _memory);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (await reading.ReadAsync(offset, buffer, cancellationToken) is var count and > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="replace">Whether one that is there is replaced, in one step where the server can; else the call fails and leaves it.</param>
    /// <returns>Its size.</returns>
    /// <exception cref="SftpException">Nothing has changed under the name. <see cref="FileExistsException"/> when it is taken.</exception>
    public async Task<long> PutAsync(ConnectorPlace place, string fileName, Stream content, bool replace, CancellationToken cancellationToken)
    {
        var final = place.PathOf(fileName);
        var id = DerivedId.Create(time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        var part = TemporaryName.Fit(PartName.PathFor(final, id));
        var target = new TargetFiles(place.Files, id);
        if (!replace && await target.FindAsync(final, cancellationToken) is not null)
        {
            throw new FileExistsException(final);
        }

        try
        {
            var size = await WriteAsync(target, part, content, cancellationToken);
            await (replace ? target.ReplaceAsync(part, final, CancellationToken.None) : CreateAsync(target, part, final));
            return size;
        }
        catch
        {
            await DiscardAsync(place, target, part);
            throw;
        }
    }

    private async Task<long> WriteAsync(TargetFiles target, string part, Stream content, CancellationToken cancellationToken)
    {
        await using var file = await target.OpenForWritingAsync(part, offset: 0, cancellationToken);
        var writing = new WriteBehind(file, _memory);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var size = 0L;
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                await writing.WriteAsync(size, new ReadOnlySequence<byte>(buffer, 0, count), cancellationToken);
                size += count;
            }

            await writing.DrainAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            await writing.SettleAsync();
        }

        await TargetFiles.CompleteAsync(file, cancellationToken);
        var stored = await target.FindAsync(part, cancellationToken);
        return stored?.Size is null || stored.Value.Size == size
            ? size
            : throw new SftpException(SftpStatus.Failure, $"The server has {stored.Value.Size} bytes of {size} that were sent; nothing was changed under the file's name. Send it again.");
    }

    /// <summary>A rename of version 3 doesn't replace, so of two that create the same file one fails here.</summary>
    private static async ValueTask CreateAsync(TargetFiles target, string part, string final)
    {
        try
        {
            await target.RenameAsync(part, final, CancellationToken.None);
        }
        catch (SftpException exception) when (!exception.IsTransient)
        {
            if (await target.FindAsync(final, CancellationToken.None) is not null)
            {
                throw new FileExistsException(final);
            }

            throw;
        }
    }

    private static async Task DiscardAsync(ConnectorPlace place, TargetFiles target, string part)
    {
        try
        {
            await target.RemoveIfThereAsync(part, CancellationToken.None);
        }
        catch (SftpException)
        {
            // Hidden, and in nobody's way; what led here is what matters.
            place.Break();
        }
    }

    private static Comparison<(string Directory, SftpName Name)> OrderOf(ConnectorQuery query)
    {
        int Compare((string Directory, SftpName Name) left, (string Directory, SftpName Name) right)
        {
            var order = query.Sort switch
            {
                ConnectorSort.Size => Nullable.Compare(left.Name.Attributes.Size, right.Name.Attributes.Size),
                ConnectorSort.Time => Nullable.Compare(left.Name.Attributes.ModifyTime, right.Name.Attributes.ModifyTime),
                _ => 0,
            };
            order = order != 0 ? order : string.CompareOrdinal(left.Directory, right.Directory);
            return order != 0 ? order : string.CompareOrdinal(left.Name.Name, right.Name.Name);
        }

        return query.Descending ? (left, right) => Compare(right, left) : Compare;
    }
}

using ActorMft.Actors;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Files;
using ActorMft.Node.Sessions;
using ActorMft.Sftp;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Delivery;

/// <summary>The work of a transfer: one attempt, reported step by step; and the clearing up after a cancelled one.</summary>
internal sealed partial class DeliveryRunner(
    EndpointOpener endpoints, FileStore store, ProgressRegistry progress, ThisNode node, ILogger<DeliveryRunner> logger) : IWorkRunner
{
    private readonly SourceFetch _fetch = new(endpoints, store, progress);

    public Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken) => work.Payload switch
    {
        Deliver deliver => DeliverAsync(work.Owner, deliver, messenger, cancellationToken),
        DiscardPart discard => DiscardAsync(work.Owner, discard, messenger, cancellationToken),
        _ => throw new InvalidOperationException($"A delivery runner can't run a {work.Payload.GetType().Name}."),
    };

    private async Task DeliverAsync(EntityId transfer, Deliver deliver, IMessenger messenger, CancellationToken cancellationToken)
    {
        var definition = deliver.Definition;
        var journal = new TransferJournal(messenger, transfer, deliver.Attempt, node.Name);
        var bytesSent = 0L;
        try
        {
            if (!definition.Pinned && !await _fetch.EnsureAsync(definition, journal, cancellationToken))
            {
                return;
            }

            if (await UseTargetAsync(deliver, journal, sent => bytesSent = sent, cancellationToken) is { } result)
            {
                // The target's connection is free for the next file while this is made durable.
                await journal.DeliveredAsync(result, cancellationToken);
            }
        }
        catch (DeliveryException exception)
        {
            LogFailed(definition.TransferId, definition.SourcePath, definition.TargetEndpoint, exception.Message);
            await journal.FailedAsync(exception, bytesSent, cancellationToken);
        }
        catch (FileStoreException exception)
        {
            LogFailed(definition.TransferId, definition.SourcePath, definition.TargetEndpoint, exception.Message);
            await journal.FailedAsync(new DeliveryException(exception.Message, isTransient: true, exception), bytesSent, cancellationToken);
        }
    }

    private async Task<DeliveryResult?> UseTargetAsync(Deliver deliver, TransferJournal journal, Action<long> sent, CancellationToken cancellationToken)
    {
        var definition = deliver.Definition;
        await using var target = await endpoints.OpenAsync(definition.Organization, definition.TargetEndpoint, definition.Flow, cancellationToken);
        await using var source = await OpenSourceAsync(definition, cancellationToken);
        var delivery = new FileDelivery(OrderOf(definition, deliver.PartPath, target), target.Files, journal);
        try
        {
            if (await SendAsync(delivery, definition, source, cancellationToken) is not { } result)
            {
                return null;
            }

            await target.DeliveredAsync(result.FinalPath, definition.TransferId, cancellationToken);
            sent(result.BytesSent);
            return result;
        }
        catch (Exception exception)
        {
            sent(delivery.BytesSent);
            if (exception is not DeliveryException { InnerException: SftpException { IsTransient: false } })
            {
                target.Break();
            }

            throw;
        }
    }

    private async Task<DeliveryResult?> SendAsync(FileDelivery delivery, TransferDefinition definition, ISftpFile source, CancellationToken cancellationToken)
    {
        ProgressMeter? meter = null;
        try
        {
            return await delivery.RunAsync(source, (size, offset) => meter = progress.Begin(definition.TransferId, size, offset), cancellationToken);
        }
        finally
        {
            if (meter is not null)
            {
                progress.End(definition.TransferId, meter);
            }
        }
    }

    private async Task DiscardAsync(EntityId transfer, DiscardPart discard, IMessenger messenger, CancellationToken cancellationToken)
    {
        var definition = discard.Definition;
        string? reason = null;
        store.DropStaged(definition.ArrivalId, definition.TransferId);
        try
        {
            await using var target = await endpoints.OpenAsync(definition.Organization, definition.TargetEndpoint, definition.Flow, cancellationToken);
            var journal = new TransferJournal(messenger, transfer, attempt: 0, node.Name);
            await new FileDelivery(OrderOf(definition, discard.PartPath, target), target.Files, journal).DiscardAsync(cancellationToken);
        }
        catch (DeliveryException exception)
        {
            reason = exception.Message;
        }

        await messenger.SendAsync(transfer, new PartDiscarded(reason), requestId: null, cancellationToken);
    }

    private async ValueTask<ISftpFile> OpenSourceAsync(TransferDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Pins.OpenAsync(SftpPath.Root + definition.ArrivalId, SftpOpenFlags.Read, default, cancellationToken);
        }
        catch (SftpException exception) when (exception.Status == SftpStatus.NoSuchFile)
        {
            throw new DeliveryException($"The bytes of '{definition.SourcePath}' are gone from the store's pins ({definition.ArrivalId}). Somebody removed them there; have the file uploaded again, and cancel this transfer.", isTransient: false, exception);
        }
        catch (SftpException exception)
        {
            throw new DeliveryException($"'{definition.SourcePath}' can't be read from the store: {exception.Message}", isTransient: true, exception);
        }
    }

    private static DeliveryOrder OrderOf(TransferDefinition definition, string partPath, IEndpointAccess target) => new(
        definition.TransferId,
        definition.TargetEndpoint,
        SftpPath.Combine(target.LoginDirectory, definition.TargetPath),
        SftpPath.Combine(target.LoginDirectory, partPath),
        definition.OnExisting);

    [LoggerMessage(EventId = 3301, Level = LogLevel.Warning, Message = "Transfer {TransferId} of '{File}' to {Target} did not succeed: {Reason}")]
    private partial void LogFailed(string transferId, string file, string target, string reason);
}

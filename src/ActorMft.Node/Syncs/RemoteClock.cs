using System.Buffers;
using System.Globalization;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Transfers;
using ActorMft.Sftp;

namespace ActorMft.Node.Syncs;

/// <summary>
/// Compares a server's clock with this node's, by the time that the server gives a file that is written now. Which of two files is the newer one is
/// decided by what two clocks said.
/// </summary>
internal static class RemoteClock
{
    /// <summary>What is not worth a word: SFTP tells whole seconds, some file systems every other one.</summary>
    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(5);

    private static readonly byte[] _content = [(byte)'t'];

    /// <summary>A sentence about a clock that is off; null when it isn't, or can't be told.</summary>
    public static async Task<string?> WarningAsync(SyncSide side, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var before = time.GetUtcNow();
            var written = await WriteAsync(side, before, cancellationToken);
            var after = time.GetUtcNow();
            return written is null ? null
                : written < before - _tolerance ? Say(side, before - written.Value, "behind")
                : written > after + _tolerance ? Say(side, written.Value - after, "ahead of")
                : null;
        }
        catch (SftpException exception) when (!exception.IsTransient)
        {
            // It may take no file there, or let none be removed: then nothing is known.
            return null;
        }
    }

    private static async Task<DateTimeOffset?> WriteAsync(SyncSide side, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var path = PartName.PathFor(side.PathOf("clock"), DerivedId.Create(now, Guid.NewGuid().ToString("N")));
        DateTimeOffset? written;
        await using (var file = await side.Files.OpenAsync(path, SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Exclusive, default, cancellationToken))
        {
            await file.WriteAsync(0, new ReadOnlySequence<byte>(_content), cancellationToken);
            written = (await file.StatAsync(cancellationToken)).ModifiedAt;
            await file.CloseAsync(cancellationToken);
        }

        await side.Files.RemoveAsync(path, cancellationToken);
        return written;
    }

    private static string Say(SyncSide side, TimeSpan difference, string where) => string.Create(
        CultureInfo.InvariantCulture,
        $"The clock of {side.Name} is {difference.TotalSeconds:0} s {where} this node's, and which of two files is newer was decided by their times: have the clocks set right, and look at the files that were copied.");
}

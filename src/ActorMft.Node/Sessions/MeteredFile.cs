using System.Buffers;
using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Node.Sessions;

/// <summary>Counts what goes through one open file.</summary>
internal sealed class MeteredFile : DelegatingFile
{
    private readonly MeteredFileSystem _owner;
    private readonly string _path;
    private int _released;
    private bool _hasReported;

    public MeteredFile(ISftpFile inner, MeteredFileSystem owner, string path)
        : base(inner)
    {
        _owner = owner;
        _path = path;
        owner.Session.Opened(path);
    }

    public override ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var reading = Inner.ReadAsync(offset, buffer, cancellationToken);
        if (!reading.IsCompletedSuccessfully)
        {
            return CountAsync(reading);
        }

        var count = reading.Result;
        _owner.Session.AddSent(count);
        return new ValueTask<int>(count);
    }

    public override async ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await Inner.WriteAsync(offset, data, cancellationToken);
            _owner.Session.AddReceived(data.Length);
        }
        catch (SftpException exception)
        {
            ReportOnce("write", exception);
            throw;
        }
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken) => RunAsync("flush", Inner.FlushAsync, cancellationToken);

    public override async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync("close", Inner.CloseAsync, cancellationToken);
        }
        finally
        {
            Release();
        }
    }

    public override ValueTask DisposeAsync()
    {
        Release();
        return base.DisposeAsync();
    }

    private async ValueTask RunAsync(string what, Func<CancellationToken, ValueTask> action, CancellationToken cancellationToken)
    {
        _owner.Session.BeginCommand();
        try
        {
            await action(cancellationToken);
        }
        catch (SftpException exception)
        {
            ReportOnce(what, exception);
            throw;
        }
        finally
        {
            _owner.Session.EndCommand();
        }
    }

    /// <summary>Clients have many writes under way when the first one fails; one line says it all.</summary>
    private void ReportOnce(string what, SftpException exception)
    {
        if (!_hasReported)
        {
            _hasReported = true;
            _owner.ReportRefusal(what, _path, exception);
        }
    }

    private async ValueTask<int> CountAsync(ValueTask<int> reading)
    {
        var count = await reading;
        _owner.Session.AddSent(count);
        return count;
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _owner.Session.Closed(_path);
        }
    }
}

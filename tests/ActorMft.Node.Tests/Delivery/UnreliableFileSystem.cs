using System.Buffers;
using ActorMft.Node.Files;
using ActorMft.Sftp;

namespace ActorMft.Node.Tests.Delivery;

/// <summary>A target that can break the connection after some bytes, and need not know posix-rename, fsync or times.</summary>
internal sealed class UnreliableFileSystem(ISftpFileSystem inner) : DelegatingFileSystem(inner)
{
    /// <summary>Bytes until the connection breaks.</summary>
    public long BytesUntilBreak { get; set; } = long.MaxValue;

    /// <summary>False: as a server of plain version 3.</summary>
    public bool HasExtensions { get; set; } = true;

    /// <summary>What the next flush fails with; as a system does, it is told once.</summary>
    public SftpException? FlushFailure { get; set; }

    /// <summary>What the next close fails with.</summary>
    public SftpException? CloseFailure { get; set; }

    /// <summary>When set, called with every rename before it is done; may throw.</summary>
    public Action<string, string>? OnRename { get; set; }

    /// <summary>When set, called after an open has failed and before the answer is seen.</summary>
    public Action? OnFailedOpen { get; set; }

    public override async ValueTask<ISftpFile> OpenAsync(string path, SftpOpenFlags flags, SftpAttributes attributes, CancellationToken cancellationToken)
    {
        try
        {
            return new UnreliableFile(await Inner.OpenAsync(path, flags, attributes, cancellationToken), this);
        }
        catch (SftpException)
        {
            OnFailedOpen?.Invoke();
            throw;
        }
    }

    public override ValueTask RenameAsync(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        if (overwrite && !HasExtensions)
        {
            throw new SftpException(SftpStatus.OperationUnsupported, "no posix-rename");
        }

        OnRename?.Invoke(from, to);
        return Inner.RenameAsync(from, to, overwrite, cancellationToken);
    }

    private sealed class UnreliableFile(ISftpFile inner, UnreliableFileSystem owner) : DelegatingFile(inner)
    {
        public override ValueTask WriteAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
        {
            owner.BytesUntilBreak -= data.Length;
            return owner.BytesUntilBreak < 0
                ? throw new SftpException(SftpStatus.ConnectionLost, "the connection was lost")
                : Inner.WriteAsync(offset, data, cancellationToken);
        }

        public override ValueTask SetStatAsync(SftpAttributes attributes, CancellationToken cancellationToken) =>
            owner.HasExtensions ? Inner.SetStatAsync(attributes, cancellationToken) : throw new SftpException(SftpStatus.Failure, "no times");

        public override ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            ThrowOnce(owner.FlushFailure, () => owner.FlushFailure = null);
            return owner.HasExtensions ? Inner.FlushAsync(cancellationToken) : throw new SftpException(SftpStatus.OperationUnsupported, "no fsync");
        }

        public override ValueTask CloseAsync(CancellationToken cancellationToken)
        {
            ThrowOnce(owner.CloseFailure, () => owner.CloseFailure = null);
            return Inner.CloseAsync(cancellationToken);
        }

        private static void ThrowOnce(SftpException? failure, Action forget)
        {
            if (failure is not null)
            {
                forget();
                throw failure;
            }
        }
    }
}

namespace ActorMft.Sftp;

/// <summary>A file operation failed. The message is a sentence fit for the partner; the status is what goes on the wire.</summary>
public sealed class SftpException : IOException
{
    /// <summary>Creates the failure of one operation.</summary>
    public SftpException(SftpStatus status, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Status = status;
    }

    /// <summary>The status code.</summary>
    public SftpStatus Status { get; }

    /// <summary>True when the same operation may succeed on a new connection.</summary>
    public bool IsTransient => Status is SftpStatus.NoConnection or SftpStatus.ConnectionLost;
}

namespace ActorMft.Sftp;

/// <summary>The outcome of a request, as SSH_FXP_STATUS carries it (draft-ietf-secsh-filexfer-02, section 7).</summary>
public enum SftpStatus : uint
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>Nothing left to read, in a file or a directory.</summary>
    EndOfFile = 1,

    /// <summary>The path names nothing.</summary>
    NoSuchFile = 2,

    /// <summary>The user may not do this.</summary>
    PermissionDenied = 3,

    /// <summary>Any other failure; the message says which.</summary>
    Failure = 4,

    /// <summary>The packet could not be read as the request it claims to be.</summary>
    BadMessage = 5,

    /// <summary>There was no connection to begin with. Never sent on the wire.</summary>
    NoConnection = 6,

    /// <summary>The connection ended before the answer came. Never sent on the wire.</summary>
    ConnectionLost = 7,

    /// <summary>The other side doesn't know this operation.</summary>
    OperationUnsupported = 8,
}

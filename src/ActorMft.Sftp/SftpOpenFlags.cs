namespace ActorMft.Sftp;

/// <summary>How a file is opened (the pflags of SSH_FXP_OPEN, draft-ietf-secsh-filexfer-02, section 6.3).</summary>
[Flags]
public enum SftpOpenFlags : uint
{
    None = 0,
    Read = 0x01,
    Write = 0x02,

    /// <summary>Writes go to the end. <see cref="SftpServer"/> resolves this to offsets itself and never hands it to a file system.</summary>
    Append = 0x04,

    /// <summary>Create the file when it is missing.</summary>
    Create = 0x08,

    /// <summary>Start with an empty file.</summary>
    Truncate = 0x10,

    /// <summary>With <see cref="Create"/>: fail when the file exists.</summary>
    Exclusive = 0x20,
}

namespace ActorMft.Sftp.Local.Native;

/// <summary>Linux error numbers (the same on x64 and arm64) and what the partner is told about them.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int TooManyFiles = 23;
    public const int TooManyOpenFiles = 24;
    public const int FileTooBig = 27;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;
    public const int TooManyLinks = 31;
    public const int NameTooLong = 36;
    public const int NotImplemented = 38;
    public const int NotEmpty = 39;
    public const int Loop = 40;
    public const int NotSupported = 95;
    public const int QuotaExceeded = 122;

    public static SftpException ToException(int errno, string path)
    {
        var (status, sentence) = errno switch
        {
            NoEntry or NotDirectory or Loop => (SftpStatus.NoSuchFile, "no such file or directory"),
            NotPermitted or AccessDenied => (SftpStatus.PermissionDenied, "permission denied"),
            Exists => (SftpStatus.Failure, "it exists already"),
            IsDirectory => (SftpStatus.Failure, "it is a directory"),
            NotEmpty => (SftpStatus.Failure, "the directory is not empty"),
            NoSpace => (SftpStatus.Failure, "no space left on the server"),
            QuotaExceeded => (SftpStatus.Failure, "the space allowed on the server is used up"),
            ReadOnly => (SftpStatus.PermissionDenied, "the server's file system is read-only"),
            NameTooLong => (SftpStatus.Failure, "the name is too long"),
            FileTooBig => (SftpStatus.Failure, "the file would be larger than the server allows"),
            TooManyFiles or TooManyOpenFiles => (SftpStatus.Failure, "the server has too many files open; try again later"),
            TooManyLinks => (SftpStatus.Failure, "the file has too many links"),
            CrossDevice => (SftpStatus.Failure, "the two paths are on different file systems"),
            Busy => (SftpStatus.Failure, "it is in use"),
            NotSupported or NotImplemented => (SftpStatus.OperationUnsupported, "the server's file system can't do this"),
            Invalid => (SftpStatus.Failure, "the server's file system refuses these values"),
            _ => (SftpStatus.Failure, $"the server's file system failed (errno {errno})"),
        };
        return new SftpException(status, $"{path}: {sentence}");
    }
}

using System.Runtime.InteropServices;

namespace ActorMft.Node.Files;

/// <summary>The file store could not do what was asked; the message names the path and what to do.</summary>
internal sealed class FileStoreException : IOException
{
    public FileStoreException(string message, int errno = 0)
        : base(message) => Errno = errno;

    /// <summary>The system's error number, or 0 when the system wasn't asked.</summary>
    public int Errno { get; }

    /// <summary>True when there is nothing at the path.</summary>
    public bool IsMissing => Errno is Native.LibC.NoEntry or Native.LibC.NotDirectory;

    internal static FileStoreException FromErrno(string verb, string path, int errno) =>
        new($"Could not {verb} '{path}': {Describe(errno)}.", errno);

    private static string Describe(int errno) => errno switch
    {
        Native.LibC.NoSpace => "the disk is full; free space or enlarge the store",
        Native.LibC.ReadOnlyStore => "the file system is read-only; mount it writable",
        Native.LibC.NoEntry => "it doesn't exist",
        Native.LibC.CrossDevice => "it is on another file system than the store; don't mount file systems below the store",
        13 => "permission denied; the node's account needs read and write access to the store",
        122 => "the disk quota is used up; raise it or free space",
        _ => Marshal.GetPInvokeErrorMessage(errno),
    };
}

using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Native;

/// <summary>System calls that the base class library lacks.</summary>
internal static unsafe partial class LibC
{
    public const short PollIn = 1;

    /// <summary>MSG_PEEK: what is received stays.</summary>
    public const int Peek = 2;

    /// <summary>MSG_DONTWAIT.</summary>
    public const int DoNotWait = 0x40;

    /// <summary>MSG_NOSIGNAL: an error rather than SIGPIPE.</summary>
    public const int NoSignal = 0x4000;

    /// <summary>EPOLL_CLOEXEC.</summary>
    public const int CloseOnExec = 0x80000;

    /// <summary>EPOLL_CTL_ADD, EPOLL_CTL_DEL and EPOLL_CTL_MOD.</summary>
    public const int Add = 1;
    public const int Remove = 2;
    public const int Change = 3;

    public const int Interrupted = 4;
    public const int Again = 11;

    [LibraryImport("libc", EntryPoint = "poll")]
    public static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, SafeHandle socket, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitForEpoll(int epoll, byte* taken, int count, int timeout);
}

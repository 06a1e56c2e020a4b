using System.Runtime.InteropServices;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>Turns results of system calls into handles and exceptions.</summary>
internal static class Check
{
    public static void Done(int result, string path)
    {
        if (result < 0)
        {
            throw Errno.ToException(Marshal.GetLastPInvokeError(), path);
        }
    }

    public static SafeFileHandle Handle(int descriptor, string path)
    {
        Done(descriptor, path);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }
}

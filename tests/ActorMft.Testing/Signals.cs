using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorMft.Testing;

/// <summary>Sends signals to processes that the tests started.</summary>
public static partial class Signals
{
    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal; a process that has ended already gets none.</summary>
    public static void Signal(this Process process, ProcessSignal signal)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (kill(process.Id, (int)signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int process, int signal);
}

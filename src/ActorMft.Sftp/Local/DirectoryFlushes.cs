using System.Runtime.InteropServices;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>Flushes directories, each once for all who wait for that at the same time.</summary>
internal static class DirectoryFlushes
{
    private static readonly Dictionary<Key, Waiting> _waiting = [];

    /// <summary>Makes the names in the directory durable.</summary>
    /// <param name="directory">O_PATH is enough.</param>
    /// <param name="path">As the partner calls it, for messages.</param>
    public static void Run(SafeFileHandle directory, string path)
    {
        var stat = Jail.Stat(directory, path);
        var key = new Key(stat.DeviceMajor, stat.DeviceMinor, stat.Inode);
        var waiting = TryJoin(key, opened: null) ?? Open(directory, path, key);
        try
        {
            waiting.Flush.Run();
        }
        finally
        {
            Leave(key, waiting);
        }
    }

    /// <summary>Not under the lock, which all flushes need: the file system may hang.</summary>
    private static Waiting Open(SafeFileHandle directory, string path, Key key)
    {
        // The first one's descriptor lives as long as anybody flushes by it.
        var own = Check.Handle(Libc.OpenAt(directory, ".", Libc.OpenReadOnly | Libc.OpenDirectory | Libc.OpenCloseOnExec, 0), path);
        var waiting = TryJoin(key, new Waiting(own, path))!;
        if (waiting.Directory != own)
        {
            own.Dispose();
        }

        return waiting;
    }

    private static Waiting? TryJoin(Key key, Waiting? opened)
    {
        lock (_waiting)
        {
            if (!_waiting.TryGetValue(key, out var waiting))
            {
                if (opened is null)
                {
                    return null;
                }

                _waiting[key] = waiting = opened;
            }

            waiting.Users++;
            return waiting;
        }
    }

    private static void Leave(Key key, Waiting waiting)
    {
        lock (_waiting)
        {
            if (--waiting.Users > 0)
            {
                return;
            }

            _waiting.Remove(key);
        }

        waiting.Directory.Dispose();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(uint DeviceMajor, uint DeviceMinor, ulong Inode);

    private sealed class Waiting(SafeFileHandle directory, string path)
    {
        public SafeFileHandle Directory => directory;

        public SharedFlush Flush { get; } = new(() => Check.Done(Libc.Sync(directory), path));

        public int Users { get; set; }
    }
}

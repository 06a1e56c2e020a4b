using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>Flushes small files, those of one file system together.</summary>
internal static class SmallFileFlushes
{
    /// <summary>What is written through one handle is small up to here, in bytes: a large file's flush would keep the others waiting.</summary>
    public const long Small = 1024 * 1024;

    private static readonly ConcurrentDictionary<Device, FlushGroup> _groups = new();

    /// <summary>Makes a file and its name durable.</summary>
    public static Task RunAsync(SafeFileHandle file, DirectoryEntry entry)
    {
        var stat = Jail.Stat(file, entry.Path);
        var device = new Device(stat.DeviceMajor, stat.DeviceMinor);
        if (!_groups.TryGetValue(device, out var group))
        {
            var mayFlushAll = WholeFlush.IsSure(file) ? UnwrittenMemory.IsLittle : (Func<bool>)(static () => false);
            group = _groups.GetOrAdd(device, new FlushGroup(mayFlushAll));
        }

        return group.RunAsync(new SmallFile(file, entry));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Device(uint Major, uint Minor);

    private sealed class SmallFile(SafeFileHandle file, DirectoryEntry entry) : IFlushable
    {
        // The system tells a failure once.
        private SftpException? _failure;

        public void Flush()
        {
            if (_failure is not null)
            {
                throw _failure;
            }

            Check.Done(Libc.Sync(file), entry.Path);
            entry.SyncDirectory();
        }

        public bool TryFlushAll()
        {
            if (Libc.SyncFileSystem(file) != 0)
            {
                return false;
            }

            try
            {
                Check.Done(Libc.Sync(file), entry.Path);
                return true;
            }
            catch (SftpException exception)
            {
                _failure = exception;
                return false;
            }
        }

        // A write that failed in the background is told to each who had the file open then; waiting for writes, of which there are none any
        // more, is how to ask.
        public void RequireWritten() => Check.Done(Libc.SyncRange(file, 0, 0, Libc.SyncWaitBefore), entry.Path);
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Node.Files.Native;

/// <summary>The Linux calls that the file store needs and .NET has no name for: links, directory handles, paths that can't leave a directory.</summary>
internal static partial class LibC
{
    private const string Library = "libc";

    /// <summary>openat2 has the same number on every architecture (it came after the numbers were unified).</summary>
    private const long OpenAt2Number = 437;

    private const int ReadOnlyDirectory = 0x80000 /* O_CLOEXEC */;
    private const ulong ResolveBeneath = 0x08;
    private const ulong ResolveNoMagicLinks = 0x02;
    private const ulong OpenPath = 0x200000;
    private const ulong CloseOnExec = 0x80000;
    private const ulong NonBlocking = 0x800;
    private const int SymlinkFollow = 0x400;
    private const uint RenameNoReplace = 1;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;

    /// <summary>O_NOFOLLOW is one of the few flags with a number of its own on ARM.</summary>
    private static readonly ulong NoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000u : 0x20000u;

    internal const int NoEntry = 2;
    internal const int Exists = 17;
    internal const int CrossDevice = 18;
    internal const int NotDirectory = 20;
    internal const int NoSpace = 28;
    internal const int ReadOnlyStore = 30;

    /// <summary>Opens a directory for reading and for fsync, following links.</summary>
    internal static SafeFileHandle OpenDirectory(string path) => Check(Open(path, ReadOnlyDirectory), "open", path);

    /// <summary>
    /// Opens what is at <paramref name="path"/> below <paramref name="directory"/>, never outside of it, links included. A pipe doesn't make it wait.
    /// </summary>
    internal static unsafe SafeFileHandle OpenBeneath(SafeFileHandle directory, string path, bool forSync)
    {
        var how = new OpenHow { Flags = CloseOnExec | (forSync ? NonBlocking : OpenPath), Resolve = ResolveBeneath | ResolveNoMagicLinks };
        return Check(OpenAt2(OpenAt2Number, directory, path, &how, sizeof(OpenHow)), "open", path);
    }

    /// <summary>Opens what is at <paramref name="path"/> below <paramref name="directory"/> to look at it; null when nothing is there.</summary>
    internal static unsafe SafeFileHandle? FindBeneath(SafeFileHandle directory, string path)
    {
        var how = new OpenHow { Flags = CloseOnExec | OpenPath, Resolve = ResolveBeneath | ResolveNoMagicLinks };
        var descriptor = OpenAt2(OpenAt2Number, directory, path, &how, sizeof(OpenHow));
        return descriptor < 0 && Marshal.GetLastPInvokeError() is NoEntry or NotDirectory ? null : Check(descriptor, "open", path);
    }

    /// <summary>Opens a name in a directory to look at it; of a link, the link itself.</summary>
    internal static unsafe SafeFileHandle OpenName(SafeFileHandle directory, string name)
    {
        var how = new OpenHow { Flags = CloseOnExec | OpenPath | NoFollow, Resolve = ResolveBeneath | ResolveNoMagicLinks };
        return Check(OpenAt2(OpenAt2Number, directory, name, &how, sizeof(OpenHow)), "open", name);
    }

    /// <summary>Makes a second name for the file that is open as <paramref name="file"/>.</summary>
    internal static void Link(SafeFileHandle file, SafeFileHandle directory, string name)
    {
        var added = false;
        file.DangerousAddRef(ref added);
        try
        {
            var source = string.Create(null, $"/proc/self/fd/{file.DangerousGetHandle()}");
            Check(LinkAt(-100, source, directory, name, SymlinkFollow), "link", name);
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>Moves a name; refuses (EEXIST) when the new name is taken.</summary>
    internal static void RenameNew(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to) =>
        Check(RenameAt2(fromDirectory, from, toDirectory, to, RenameNoReplace), "rename", from);

    internal static void Unlink(SafeFileHandle directory, string name) => Check(UnlinkAt(directory, name, 0), "remove", name);

    internal static void MakeDirectory(SafeFileHandle directory, string name) => Check(MkdirAt(directory, name, 0x1F8 /* 0770 */), "make the directory", name);

    internal static void Sync(SafeFileHandle handle, string path) => Check(FSync(handle), "flush", path);

    internal static unsafe FileFacts Stat(SafeFileHandle handle, string path)
    {
        StatX stat;
        Check(StatXAt(handle, "", EmptyPath, BasicStats, &stat), "look at", path);
        return stat.ToFacts();
    }

    private static int Check(int result, string verb, string path) =>
        result >= 0 ? result : throw FileStoreException.FromErrno(verb, path, Marshal.GetLastPInvokeError());

    private static SafeFileHandle Check(nint descriptor, string verb, string path)
    {
        Check((int)descriptor, verb, path);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint OpenAt2(long number, SafeFileHandle directory, string path, OpenHow* how, nint size);

    [LibraryImport(Library, EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkAt(int fromDirectory, string from, SafeFileHandle toDirectory, string to, int flags);

    [LibraryImport(Library, EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to, uint flags);

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkAt(SafeFileHandle directory, string name, int flags);

    [LibraryImport(Library, EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkdirAt(SafeFileHandle directory, string name, uint mode);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatXAt(SafeFileHandle directory, string path, int flags, uint mask, StatX* stat);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}

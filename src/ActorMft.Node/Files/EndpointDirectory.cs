using ActorMft.Node.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Node.Files;

/// <summary>
/// One endpoint's directory in the store, held open. Every path is resolved below that handle by the kernel
/// (openat2 with RESOLVE_BENEATH), so neither '..' nor a link leads out of it.
/// </summary>
internal sealed class EndpointDirectory : IDisposable
{
    private readonly SafeFileHandle _root;

    public EndpointDirectory(string fullPath)
    {
        FullPath = fullPath;
        _root = LibC.OpenDirectory(fullPath);
    }

    /// <summary>Where the directory is on this machine.</summary>
    public string FullPath { get; }

    /// <summary>What is open as <paramref name="file"/>; <paramref name="path"/> is only for messages.</summary>
    public static FileFacts FactsOf(SafeFileHandle file, string path) => LibC.Stat(file, path);

    /// <summary>Opens the file itself, without access to its bytes: enough to look at it and to link it.</summary>
    public SafeFileHandle OpenFile(string path) => LibC.OpenBeneath(_root, Relative(path), forSync: false);

    /// <summary>Opens the file for reading: it can be flushed.</summary>
    public SafeFileHandle OpenReadable(string path) => LibC.OpenBeneath(_root, Relative(path), forSync: true);

    /// <summary>Opens the directory at <paramref name="path"/>; it can be flushed and used as the base of names.</summary>
    public SafeFileHandle OpenDirectory(string path) => LibC.OpenBeneath(_root, Relative(path), forSync: true);

    /// <summary>The names in a directory; none when it is gone.</summary>
    public IReadOnlyList<string> ListNames(string path)
    {
        try
        {
            using var directory = OpenDirectory(path);
            var open = $"/proc/self/fd/{directory.DangerousGetHandle()}/";
            return [.. Directory.EnumerateFileSystemEntries(open).Select(Path.GetFileName).OfType<string>()];
        }
        catch (FileStoreException exception) when (exception.IsMissing)
        {
            return [];
        }
    }

    /// <summary>Makes names in the directory durable.</summary>
    public void SyncDirectory(string path)
    {
        using var directory = OpenDirectory(path);
        LibC.Sync(directory, path);
    }

    /// <summary>What is at <paramref name="path"/>, or null.</summary>
    public FileFacts? Find(string path)
    {
        using var file = LibC.FindBeneath(_root, Relative(path));
        return file is null ? null : LibC.Stat(file, path);
    }

    /// <summary>Makes the directory and those above it, durably. Existing ones are left as they are.</summary>
    public void CreateDirectory(string path)
    {
        if (path == EndpointPath.Root || Find(path) is { IsRegular: false })
        {
            return;
        }

        var parentPath = EndpointPath.Parent(path);
        CreateDirectory(parentPath);
        using var parent = OpenDirectory(parentPath);
        try
        {
            LibC.MakeDirectory(parent, EndpointPath.Name(path));
            LibC.Sync(parent, parentPath);
        }
        catch (FileStoreException exception) when (exception.Errno == LibC.Exists && Find(path) is { IsRegular: false })
        {
            // Another session made it between the look and the call.
        }
    }

    public void Dispose() => _root.Dispose();

    private static string Relative(string path) => path == EndpointPath.Root ? "." : path[1..];
}

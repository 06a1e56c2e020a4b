using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Parts;

/// <summary>
/// A small file system of its own for one directory of a node, in the node's private mount namespace: it can be filled up and
/// made read-only without touching anything else of the machine, and it is gone with the node.
/// </summary>
public sealed class PrivateDisk(string folder, int megabytes)
{
    // Without root's right to mount, a user namespace of one's own gives it.
    private static readonly bool _mayMount = ProcessRun.Of("unshare", ["--mount", "true"]).ExitCode == 0;

    private NodeProcess? _node;

    /// <summary>Where a process outside of the namespace finds the directory.</summary>
    public string Folder => $"/proc/{_node!.ProcessId}/root{folder}";

    private string Filler => Path.Combine(Folder, ".filler");

    /// <summary>What the node is started through.</summary>
    public IReadOnlyList<string> Wrapper(NodeProcess node)
    {
        _node = node;
        Directory.CreateDirectory(folder);
        string[] unshare = _mayMount ? ["unshare", "--mount"] : ["unshare", "--mount", "--map-root-user"];
        return [.. unshare, "sh", "-c", $"mount -t tmpfs -o size={megabytes}m tmpfs '{folder}' && exec \"$@\"", "sh"];
    }

    /// <summary>Takes all the space there is, to the last byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        foreach (var size in (int[])[65536, 4096, 1])
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full, as far as pieces of this size go.
            }
        }
    }

    public void Free() => File.Delete(Filler);

    /// <summary>Makes the disk read-only (<c>ro</c>) or writable again (<c>rw</c>).</summary>
    public void Remount(string mode)
    {
        string[] user = _mayMount ? [] : ["--user", "--preserve-credentials"];
        ProcessRun.Checked("nsenter", ["--target", $"{_node!.ProcessId}", "--mount", .. user, "mount", "-o", "remount," + mode, folder]);
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Local.Native;
using ActorMft.Sftp.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Tests.Local;

/// <summary>
/// A directory <c>d</c> of a served root that a thread exchanges for a link to a directory outside and back, as fast as it can (each exchange is one
/// rename). Inside and outside have the same names; what is outside must stay as it is and never be seen.
/// </summary>
internal sealed class SwappedDirectory : IDisposable
{
    private const string Secret = "SECRET";
    private const uint ExchangeNames = 2;

    private readonly TestDirectory _outside = new();
    private readonly SafeFileHandle _inside;
    private readonly string _before;

    /// <param name="isAbsolute">What the link stores: absolute, or climbing out of the root.</param>
    public SwappedDirectory(bool isAbsolute)
    {
        foreach (var name in (string[])["victim", "moved", "old"])
        {
            File.WriteAllText(_outside[name], string.Concat(Enumerable.Repeat(Secret, 1000)));
            File.SetLastWriteTimeUtc(_outside[name], DateTime.UnixEpoch.AddYears(40));
        }

        File.CreateSymbolicLink(_outside["link"], Secret);
        Directory.CreateDirectory(_outside["sub/" + Secret]);
        Directory.CreateDirectory(_outside["empty"]);
        Directory.CreateDirectory(Root["d"]);
        _inside = Open(Root["d"], Libc.OpenDirectory);
        var climb = Path.GetRelativePath(Root.Path, _outside.Path);
        File.CreateSymbolicLink(Root["l"], isAbsolute ? _outside.Path : climb);
        _before = Snapshot();
        Restore();
    }

    public TestDirectory Root { get; } = new();

    /// <summary>How often the directory was exchanged.</summary>
    public int Swaps { get; private set; }

    /// <summary>What was read through the path although it lies outside.</summary>
    public List<string> Leaks { get; } = [];

    /// <summary>Empty when nothing outside has changed.</summary>
    public string Damage => Snapshot() is var now && now == _before ? "" : $"outside was\n{_before}\nand is now\n{now}";

    public async Task AttackAsync(ISftpFileSystem files, int rounds)
    {
        using var stop = new CancellationTokenSource();
        var swapper = Task.Factory.StartNew(() => Swap(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var i = 0; i < rounds && Leaks.Count == 0; i++)
        {
            foreach (var attempt in Attempts(files))
            {
                try
                {
                    await attempt();
                }
                catch (Exception exception) when (exception is SftpException or IOException or UnauthorizedAccessException)
                {
                    // Half of the time the path leads nowhere.
                }
            }
        }

        await stop.CancelAsync();
        await swapper;
    }

    public void Dispose()
    {
        _inside.Dispose();
        Root.Dispose();
        _outside.Dispose();
    }

    private IEnumerable<Func<Task>> Attempts(ISftpFileSystem files)
    {
        yield return async () => Look(await ReadAsync(files, "/d/victim"));
        yield return async () => Look((await files.StatAsync("/d/victim", default)).Size > 1000 ? Secret : "");
        yield return async () => Look((await files.LinkStatAsync("/d/victim", default)).Size > 1000 ? Secret : "");
        yield return async () => Look(await files.ReadLinkAsync("/d/link", default));
        yield return async () => Look(await NamesAsync(files, "/d/sub"));
        yield return () => WriteAsync(files, "/d/victim", SftpOpenFlags.Write | SftpOpenFlags.Create);
        yield return () => WriteAsync(files, "/d/victim", SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate);
        yield return () => WriteAsync(files, "/d/new", SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Exclusive);
        yield return () => files.SetStatAsync("/d/victim", new SftpAttributes { Mode = 0x1FF, AccessTime = 1, ModifyTime = 2 }, default).AsTask();
        yield return () => files.SetStatAsync("/d/old", new SftpAttributes { Size = 0 }, default).AsTask();
        yield return () => files.LinkSetStatAsync("/d/link", new SftpAttributes { AccessTime = 1, ModifyTime = 2 }, default).AsTask();
        yield return () => files.HardLinkAsync("/stolen", "/d/victim", default).AsTask();
        yield return () => files.SymbolicLinkAsync("/d/planted", "x", default).AsTask();
        yield return () => files.MakeDirectoryAsync("/d/made", default, default).AsTask();
        yield return () => files.RenameAsync("/d/moved", "/taken", overwrite: true, default).AsTask();
        yield return () => files.RenameAsync("/given", "/d/moved", overwrite: true, default).AsTask();
        yield return () => files.RemoveAsync("/d/victim", default).AsTask();
        yield return () => files.RemoveDirectoryAsync("/d/empty", default).AsTask();
        yield return async () => Look(await ReadAsync(files, "/stolen"));
        yield return async () => Look(await ReadAsync(files, "/taken"));
        yield return () =>
        {
            Restore();
            return Task.CompletedTask;
        };
    }

    private void Look(string seen)
    {
        if (seen.Contains(Secret, StringComparison.Ordinal))
        {
            Leaks.Add(seen[..Math.Min(seen.Length, 40)]);
        }
    }

    private void Swap(CancellationToken stop)
    {
        using var root = Open(Root.Path, Libc.OpenDirectory);
        while (!stop.IsCancellationRequested)
        {
            if (Libc.RenameAt2(root, "d", root, "l", ExchangeNames) != 0)
            {
                throw new UnreachableException($"errno {Marshal.GetLastPInvokeError()}");
            }

            Swaps++;
        }
    }

    // Whatever the round removed, for the next one; through the open directory, which stays the inner one whatever its name is.
    private void Restore()
    {
        File.Delete(Root["stolen"]);
        File.Delete(Root["taken"]);
        File.WriteAllText(Root["given"], "given");
        File.Delete(Inside("new"));
        File.Delete(Inside("planted"));
        if (Directory.Exists(Inside("made")))
        {
            Directory.Delete(Inside("made"));
        }

        foreach (var name in (string[])["victim", "moved", "old"])
        {
            File.WriteAllText(Inside(name), "inside");
        }

        Directory.CreateDirectory(Inside("sub/inside"));
        Directory.CreateDirectory(Inside("empty"));
        if (new FileInfo(Inside("link")).LinkTarget is null)
        {
            File.CreateSymbolicLink(Inside("link"), "inside");
        }
    }

    private string Inside(string name) => $"/proc/self/fd/{_inside.DangerousGetHandle()}/{name}";

    private static SafeFileHandle Open(string path, int flags)
    {
        var descriptor = Libc.Open(path, Libc.OpenPath | flags, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new InvalidOperationException($"{path} can't be opened: errno {Marshal.GetLastPInvokeError()}.");
    }

    private string Snapshot()
    {
        var text = new StringBuilder();
        foreach (var path in Directory.GetFileSystemEntries(_outside.Path, "*", SearchOption.AllDirectories).Append(_outside.Path).Order(StringComparer.Ordinal))
        {
            using var handle = Open(path, Libc.OpenNoFollow);
            var stat = Jail.Stat(handle, path);
            text.AppendLine(CultureInfo.InvariantCulture, $"{path} mode {stat.Mode} links {stat.Links} size {stat.Size} modified {stat.ModifySeconds} owner {stat.UserId} inode {stat.Inode}");
        }

        return text.ToString();
    }

    private static async Task<string> ReadAsync(ISftpFileSystem files, string path)
    {
        await using var file = await files.OpenAsync(path, SftpOpenFlags.Read, default, default);
        var buffer = new byte[100];
        return Encoding.ASCII.GetString(buffer, 0, await file.ReadAsync(0, buffer, default));
    }

    private static async Task WriteAsync(ISftpFileSystem files, string path, SftpOpenFlags flags)
    {
        await using var file = await files.OpenAsync(path, flags, default, default);
        await file.WriteAsync(0, new ReadOnlySequence<byte>("overwritten"u8.ToArray()), default);
        await file.SetStatAsync(new SftpAttributes { Size = 5 }, default);
        await file.CloseAsync(default);
    }

    private static async Task<string> NamesAsync(ISftpFileSystem files, string path)
    {
        await using var directory = await files.OpenDirectoryAsync(path, default);
        return string.Join(' ', (await directory.ReadAsync(default)).Select(name => name.Name));
    }
}

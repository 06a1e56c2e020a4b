using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>A directory being listed with getdents64, so that no path is resolved again.</summary>
internal sealed class LocalDirectory(SafeFileHandle handle, string path) : ISftpDirectory
{
    private const int BufferSize = 8 * 1024;
    private const int LengthOffset = 16;
    private const int NameOffset = 19;

    private readonly List<SftpName> _names = [];

    public ValueTask<IReadOnlyList<SftpName>> ReadAsync(CancellationToken cancellationToken)
    {
        _names.Clear();
        while (_names.Count == 0 && ReadNames())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new ValueTask<IReadOnlyList<SftpName>>(_names);
    }

    public ValueTask DisposeAsync()
    {
        handle.Dispose();
        return ValueTask.CompletedTask;
    }

    // struct linux_dirent64: u64 d_ino, s64 d_off, u16 d_reclen, u8 d_type, char d_name[].
    private unsafe bool ReadNames()
    {
        var buffer = stackalloc byte[BufferSize];
        var count = Libc.GetDirectoryEntries(handle, buffer, BufferSize);
        Check.Done((int)count, path);
        var entries = new ReadOnlySpan<byte>(buffer, (int)count);
        while (entries.Length > 0)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entries[LengthOffset..]);
            var name = entries[NameOffset..length];
            AddName(name[..(name.IndexOf((byte)0) + 1)]);
            entries = entries[length..];
        }

        return count > 0;
    }

    /// <summary>A crash may leave one, which nobody sees, and because of which its directory can't be removed.</summary>
    private void DropIfLeftBehind(string name)
    {
        if (Libc.StatX(handle, name, Libc.AtNoFollow, StatX.BasicStats, out var stat) == 0
            && TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - stat.ModifySeconds > TemporaryEntry.LongestUse)
        {
            _ = Libc.UnlinkAt(handle, name, 0);
        }
    }

    private unsafe void AddName(ReadOnlySpan<byte> terminated)
    {
        var name = Encoding.UTF8.GetString(terminated[..^1]);
        if (name is "." or "..")
        {
            return;
        }

        if (TemporaryEntry.IsName(name))
        {
            DropIfLeftBehind(name);
            return;
        }

        fixed (byte* bytes = terminated)
        {
            if (Libc.StatX(handle, bytes, Libc.AtNoFollow, StatX.BasicStats, out var stat) == 0)
            {
                _names.Add(new SftpName(name, stat.ToAttributes()));
            }
            else if (Marshal.GetLastPInvokeError() is var errno and not Errno.NoEntry)
            {
                throw Errno.ToException(errno, path);
            }
        }
    }
}

using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>
/// The rules of opening. Content that someone else may be reading is never changed under him: truncating makes a new inode, and writing to
/// an inode with a second name makes a copy first.
/// </summary>
internal sealed class FileOpener(Jail jail, LocalFileSystemOptions options)
{
    private const int Tries = 16;
    private const uint DefaultMode = 0x1B6;
    private const uint PrivateMode = 0x180;

    public LocalFile OpenForReading(string path)
    {
        var handle = jail.Open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking | Libc.OpenNoTerminal);
        try
        {
            RequireRegular(Jail.Stat(handle, path), path);
            return new LocalFile(handle, path, SftpOpenFlags.Read, entry: null, options);
        }
        catch (SftpException)
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens for writing; null when a whole copy has to be made and <paramref name="mayCopy"/> is false.</summary>
    public LocalFile? OpenForWriting(string path, SftpOpenFlags flags, uint? mode, bool mayCopy)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var entry = jail.OpenEntry(path);
            try
            {
                var found = entry.Find();
                if (found?.ToAttributes().IsSymbolicLink == true && !flags.HasFlag(SftpOpenFlags.Create | SftpOpenFlags.Exclusive))
                {
                    entry.Dispose();
                    entry = jail.FollowLink(path);
                    found = entry.Find();
                }

                if (found is { } existing && !flags.HasFlag(SftpOpenFlags.Truncate) && existing.Links > 1 && !mayCopy)
                {
                    entry.Dispose();
                    return null;
                }

                if (TryOpen(entry, found, flags, mode) is { } handle)
                {
                    return new LocalFile(handle, path, flags, entry, options);
                }
            }
            catch
            {
                entry.Dispose();
                throw;
            }

            entry.Dispose();
        }

        throw new SftpException(SftpStatus.Failure, $"{path}: it keeps changing while it is being opened; try again");
    }

    /// <summary>
    /// Puts a new inode with the old one's mode and owner, and its content if asked, in the entry's place. Null when the entry changed meanwhile.
    /// </summary>
    public static SafeFileHandle? TryReplace(DirectoryEntry entry, in StatX old, SftpOpenFlags flags, bool keepContent)
    {
        using var source = entry.TryOpen(keepContent ? Libc.OpenReadWrite : Libc.OpenWriteOnly, 0, out var errno);
        if (source is null)
        {
            return errno is Errno.NoEntry or Errno.Loop ? null : throw Errno.ToException(errno, entry.Path);
        }

        if (!Jail.Stat(source, entry.Path).IsSameFile(old))
        {
            return null;
        }

        var temporary = TemporaryEntry.NewName();
        var access = AccessOf(flags) | Libc.OpenCreate | Libc.OpenExclusive | Libc.OpenCloseOnExec;
        var handle = Check.Handle(Libc.OpenAt(entry.Directory, temporary, access, PrivateMode), entry.Path);
        try
        {
            if (keepContent)
            {
                FileContent.Copy(source, handle, entry.Path);
            }

            // Only root can give files away; for others the new file is theirs, and being allowed to write is what they had.
            _ = Libc.ChangeOwnerAt(handle, "", old.UserId, old.GroupId, Libc.AtEmptyPath);
            Check.Done(Libc.ChangeMode(handle, old.Mode & 0xFFFu), entry.Path);
            if (entry.Find() is { } now && now.IsSameFile(old))
            {
                Check.Done(Libc.RenameAt2(entry.Directory, temporary, entry.Directory, entry.Name, 0), entry.Path);
                return handle;
            }
        }
        catch
        {
            handle.Dispose();
            _ = Libc.UnlinkAt(entry.Directory, temporary, 0);
            throw;
        }

        handle.Dispose();
        _ = Libc.UnlinkAt(entry.Directory, temporary, 0);
        return null;
    }

    // Null means: look again, somebody was faster.
    private SafeFileHandle? TryOpen(DirectoryEntry entry, StatX? found, SftpOpenFlags flags, uint? mode)
    {
        if (found is not { } existing)
        {
            return flags.HasFlag(SftpOpenFlags.Create) ? TryCreate(entry, flags, mode) : throw Errno.ToException(Errno.NoEntry, entry.Path);
        }

        if (flags.HasFlag(SftpOpenFlags.Create | SftpOpenFlags.Exclusive))
        {
            throw Errno.ToException(Errno.Exists, entry.Path);
        }

        if (existing.ToAttributes().IsSymbolicLink)
        {
            return null;
        }

        RequireRegular(existing, entry.Path);
        if (flags.HasFlag(SftpOpenFlags.Truncate) || existing.Links > 1)
        {
            return TryReplace(entry, existing, flags, keepContent: !flags.HasFlag(SftpOpenFlags.Truncate));
        }

        var handle = entry.TryOpen(AccessOf(flags), 0, out var errno);
        if (handle is null)
        {
            return errno is Errno.NoEntry or Errno.Loop ? null : throw Errno.ToException(errno, entry.Path);
        }

        if (Jail.Stat(handle, entry.Path) is var opened && opened.IsSameFile(existing) && opened.Links == 1)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    private SafeFileHandle? TryCreate(DirectoryEntry entry, SftpOpenFlags flags, uint? mode)
    {
        var permissions = LocalAttributes.Granted(mode ?? DefaultMode, isDirectory: false, options);
        var handle = entry.TryOpen(AccessOf(flags) | Libc.OpenCreate | Libc.OpenExclusive, permissions, out var errno);
        return handle is null && errno != Errno.Exists ? throw Errno.ToException(errno, entry.Path) : handle;
    }

    private static int AccessOf(SftpOpenFlags flags) => flags.HasFlag(SftpOpenFlags.Read) ? Libc.OpenReadWrite : Libc.OpenWriteOnly;

    private static void RequireRegular(in StatX stat, string path)
    {
        if (stat.ToAttributes() is { IsRegularFile: false } attributes)
        {
            throw attributes.IsDirectory
                ? Errno.ToException(Errno.IsDirectory, path)
                : new SftpException(SftpStatus.Failure, $"{path}: it is not a regular file");
        }
    }
}

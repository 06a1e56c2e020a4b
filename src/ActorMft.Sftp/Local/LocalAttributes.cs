using System.Globalization;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>Changes attributes through an open descriptor, O_PATH included, so that what is changed is what was resolved.</summary>
internal static unsafe class LocalAttributes
{
    /// <summary>Permission bits only: setuid, setgid and sticky are dropped.</summary>
    public const uint PermissionMask = 0x1FF;

    private const uint OwnerOfFile = 0x180;
    private const uint OwnerOfDirectory = 0x1C0;

    /// <summary>The mode that a new or changed file or directory gets.</summary>
    public static uint Granted(uint mode, bool isDirectory, LocalFileSystemOptions options) =>
        (mode & PermissionMask) | (!options.KeepOwnerAccess ? 0 : isDirectory ? OwnerOfDirectory : OwnerOfFile);

    /// <summary>Everything but the size, in OpenSSH's order: mode, times, owner.</summary>
    public static void Apply(SafeFileHandle file, in SftpAttributes attributes, LocalFileSystemOptions options, string path)
    {
        if (attributes.Mode is { } asked)
        {
            var mode = Granted(asked, options.KeepOwnerAccess && Jail.Stat(file, path).ToAttributes().IsDirectory, options);
            var link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}");
            Check.Done(Libc.ChangeMode(link, mode), path);
        }

        if (attributes.AccessTime is not null || attributes.ModifyTime is not null)
        {
            var times = stackalloc TimeSpec[2] { ToTimeSpec(attributes.AccessTime), ToTimeSpec(attributes.ModifyTime) };
            Check.Done(Libc.ChangeTimesAt(file, "", times, Libc.AtEmptyPath), path);
        }

        if (attributes.UserId is not null || attributes.GroupId is not null)
        {
            var user = attributes.UserId ?? uint.MaxValue;
            var group = attributes.GroupId ?? uint.MaxValue;
            Check.Done(Libc.ChangeOwnerAt(file, "", user, group, Libc.AtEmptyPath), path);
        }
    }

    private static TimeSpec ToTimeSpec(uint? seconds) => seconds is { } value ? new TimeSpec(value, 0) : new TimeSpec(0, Libc.OmitTime);
}

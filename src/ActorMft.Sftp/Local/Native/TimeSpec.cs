using System.Runtime.InteropServices;

namespace ActorMft.Sftp.Local.Native;

/// <summary>struct timespec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpec(long Seconds, long Nanoseconds);

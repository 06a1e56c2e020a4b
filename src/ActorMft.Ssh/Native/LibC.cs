using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Native;

/// <summary>System calls that the base class library lacks.</summary>
internal static partial class LibC
{
    public const short PollIn = 1;

    [LibraryImport("libc", EntryPoint = "poll")]
    public static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);
}

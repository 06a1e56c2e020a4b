using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Native;

/// <summary>struct epoll_event, which x86-64 alone packs: uint32 events, then uint64 data behind it or at the next multiple of eight.</summary>
internal static unsafe class EpollEvent
{
    public const uint In = 1;
    public const uint Out = 4;
    public const uint Error = 8;
    public const uint HangUp = 0x10;
    public const uint OneShot = 1u << 30;

    /// <summary>Bytes of one, on either kind of machine.</summary>
    public const int MaxSize = 16;

    private static readonly int s_data = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    public static void Write(byte* place, uint events, long data)
    {
        Unsafe.WriteUnaligned(place, events);
        Unsafe.WriteUnaligned(place + s_data, data);
    }

    public static (uint Events, long Data) Read(byte* place) =>
        (Unsafe.ReadUnaligned<uint>(place), Unsafe.ReadUnaligned<long>(place + s_data));
}

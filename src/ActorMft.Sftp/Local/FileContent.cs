using System.Buffers;
using System.Runtime.InteropServices;
using ActorMft.Sftp.Local.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Sftp.Local;

/// <summary>Bytes of open files: positional reads and writes without allocation, and copies made by the kernel.</summary>
internal static unsafe class FileContent
{
    private const int MaxVectors = 64;
    private const int CopyChunk = 64 * 1024 * 1024;

    [ThreadStatic]
    private static MemoryHandle[]? _pins;

    /// <summary>Fills the buffer unless the file ends before.</summary>
    public static int Read(SafeFileHandle file, Span<byte> buffer, long offset, string path)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            nint count;
            fixed (byte* start = buffer[total..])
            {
                count = Libc.Read(file, start, (nuint)(buffer.Length - total), offset + total);
            }

            if (count == 0)
            {
                break;
            }

            if (count > 0)
            {
                total += (int)count;
            }
            else
            {
                ThrowUnlessInterrupted(path);
            }
        }

        return total;
    }

    /// <summary>Writes everything, many segments per call.</summary>
    public static void Write(SafeFileHandle file, ReadOnlySequence<byte> data, long offset, string path)
    {
        while (data.Length > 0)
        {
            var count = WriteSome(file, data, offset);
            if (count >= 0)
            {
                data = data.Slice(count);
                offset += count;
            }
            else
            {
                ThrowUnlessInterrupted(path);
            }
        }
    }

    /// <summary>Copies a range, sharing blocks where the file system can; stops early at the source's end.</summary>
    public static void Copy(SafeFileHandle source, SafeFileHandle target, string path)
    {
        long from = 0;
        long to = 0;
        while (true)
        {
            var count = Libc.CopyFileRange(source, &from, target, &to, CopyChunk, 0);
            if (count == 0)
            {
                return;
            }

            if (count < 0 && Marshal.GetLastPInvokeError() is Errno.CrossDevice or Errno.Invalid or Errno.NotImplemented or Errno.NotSupported)
            {
                CopyByHand(source, target, from, path);
                return;
            }

            if (count < 0)
            {
                ThrowUnlessInterrupted(path);
            }
        }
    }

    private static void CopyByHand(SafeFileHandle source, SafeFileHandle target, long offset, string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SftpLimits.MaxData);
        try
        {
            while (Read(source, buffer, offset, path) is var count and > 0)
            {
                Write(target, new ReadOnlySequence<byte>(buffer, 0, count), offset, path);
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static nint WriteSome(SafeFileHandle file, ReadOnlySequence<byte> data, long offset)
    {
        var pins = _pins ??= new MemoryHandle[MaxVectors];
        var vectors = stackalloc IoVector[MaxVectors];
        var used = 0;
        try
        {
            foreach (var segment in data)
            {
                if (used == MaxVectors)
                {
                    break;
                }

                pins[used] = segment.Pin();
                vectors[used] = new IoVector { Start = (byte*)pins[used].Pointer, Length = (nuint)segment.Length };
                used++;
            }

            return Libc.Write(file, vectors, used, offset);
        }
        finally
        {
            // Releasing the pins must not hide the errno of the write.
            var error = Marshal.GetLastPInvokeError();
            for (var i = 0; i < used; i++)
            {
                pins[i].Dispose();
            }

            Marshal.SetLastPInvokeError(error);
        }
    }

    private static void ThrowUnlessInterrupted(string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        if (errno != Errno.Interrupted)
        {
            throw Errno.ToException(errno, path);
        }
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Server;

/// <summary>
/// While one CLOSE waits for the disk, those that were received behind it begin too, for a disk flushes many files in little more time than
/// one. They are answered in their turn, and none begins before a request that has to do with the same path.
/// </summary>
internal sealed class ClosesAhead(HandleTable handles, Func<string, string> resolve, Func<ulong, Task<Exception?>> close)
{
    private const int MaxUnderWay = 64;
    private const int MaxPackets = 512;
    private const int MaxHead = 4200;

    private readonly Dictionary<ulong, Task<Exception?>> _underWay = [];
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>The handle's close, if it has begun.</summary>
    public bool TryTake(ulong handle, [NotNullWhen(true)] out Task<Exception?>? closing) => _underWay.Remove(handle, out closing);

    /// <summary>Completes when all have ended that have begun and were not taken.</summary>
    public Task WhenEnded() => Task.WhenAll(_underWay.Values);

    /// <summary>Begins what can begin among the requests that were received.</summary>
    /// <param name="received">From the next request on.</param>
    /// <param name="path">Of the file whose close goes on now.</param>
    public void Begin(ReadOnlySequence<byte> received, string path)
    {
        _touched.Clear();
        _touched.Add(path);
        for (var i = 0; i < MaxPackets && _underWay.Count < MaxUnderWay && PacketFrame.TryPeek(received, out var packet); i++)
        {
            received = received.Slice(packet.End);
            if (CloseRequest.TryParse(packet, out var request))
            {
                BeginOne(request.Handle);
            }
            else if (!TryTouch(packet))
            {
                return;
            }
        }
    }

    private void BeginOne(ulong handle)
    {
        if (!_underWay.ContainsKey(handle) && handles.Find(handle) is OpenFile file && _touched.Add(file.Path))
        {
            _underWay[handle] = close(handle);
        }
    }

    /// <summary>Notes the path that a request has to do with; false when that is more than one file, or unclear.</summary>
    private bool TryTouch(in ReadOnlySequence<byte> packet)
    {
        var type = (PacketType)packet.FirstSpan[0];
        if (type is not (PacketType.Open or PacketType.Read or PacketType.Write or PacketType.FileStat or PacketType.FileSetStat))
        {
            return false;
        }

        try
        {
            var head = packet.Slice(0, Math.Min(packet.Length, MaxHead));
            var reader = new SftpReader((head.IsSingleSegment ? head.FirstSpan : head.ToArray())[1..]);
            _ = reader.ReadUInt32();
            if (type == PacketType.Open)
            {
                _touched.Add(resolve(reader.ReadText()));
            }
            else if (reader.ReadUInt32() == HandleTable.Size && handles.Find(reader.ReadUInt64()) is { } open)
            {
                _touched.Add(open.Path);
            }

            return true;
        }
        catch (SftpException)
        {
            // Malformed, or a path that is too long: its turn will say so.
            return false;
        }
    }
}

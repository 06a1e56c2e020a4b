using System.Buffers;
using System.Buffers.Binary;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// Messages kept back during a key exchange, in their order. Channel data waits in its channel, so these are short answers and
/// window adjustments: an honest peer causes a few dozen of them before it answers KEXINIT.
/// </summary>
internal sealed class HeldMessages
{
    /// <summary>In bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>As <see cref="MaxBytes"/>, in packets: sealed, the shortest is twenty times as long as it is kept.</summary>
    public const int MaxPackets = 1024;

    /// <summary>What a connection keeps for its next key exchange, in bytes; usually it is enough.</summary>
    private const int MaxKept = 4 * 1024;

    private ArrayBufferWriter<byte> _messages = new();
    private int _count;

    /// <summary>Bytes of memory that it has.</summary>
    public int Capacity => _messages.Capacity;

    /// <summary>Why the connection ends when <see cref="TryAdd"/> has failed.</summary>
    public static SshException TooMuch() => SshException.Protocol(
        $"More than {MaxPackets} messages or {MaxBytes} bytes were asked for during a key exchange that the peer doesn't finish.");

    public bool TryAdd(ReadOnlySpan<byte> payload)
    {
        if (_count == MaxPackets || _messages.WrittenCount + payload.Length + 4 > MaxBytes)
        {
            return false;
        }

        _count++;
        BinaryPrimitives.WriteInt32BigEndian(_messages.GetSpan(4), payload.Length);
        _messages.Advance(4);
        _messages.Write(payload);
        return true;
    }

    public void MoveTo(SealedPackets packets)
    {
        ReadOnlySpan<byte> held = _messages.WrittenSpan;
        while (!held.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(held);
            packets.Add(held.Slice(4, length));
            held = held[(4 + length)..];
        }

        Clear();
    }

    public void Clear()
    {
        if (_messages.Capacity > MaxKept)
        {
            _messages = new ArrayBufferWriter<byte>();
        }
        else
        {
            _messages.Clear();
        }

        _count = 0;
    }
}

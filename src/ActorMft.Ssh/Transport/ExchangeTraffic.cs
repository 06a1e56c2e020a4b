namespace ActorMft.Ssh.Transport;

/// <summary>
/// Bounds what a peer sends while a key exchange runs. Until it has read our KEXINIT it may go on as before, but no window is
/// opened for it meanwhile: an honest peer stops by itself after what its windows allow.
/// </summary>
internal sealed class ExchangeTraffic(long maxBytes)
{
    /// <summary>Packets of one exchange: full windows in packets of a few bytes.</summary>
    public const int MaxPackets = 1 << 20;

    /// <summary>What is around the data of the channels, and everything that isn't data.</summary>
    private const long Rest = 1024 * 1024;

    private long _bytes;
    private int _packets;

    /// <summary>Twice what full windows allow: they may be exceeded a little, and small packets have much around them.</summary>
    public static long MaxBytes(int channels, int window) => (2L * channels * window) + Rest;

    /// <exception cref="SshException">It was too much.</exception>
    public void Add(int bytes)
    {
        _bytes += bytes;
        _packets++;
        if (_bytes > maxBytes || _packets > MaxPackets)
        {
            throw SshException.Protocol(
                $"The peer sent {_packets} packets with {_bytes} bytes without finishing a key exchange; {MaxPackets} packets and {maxBytes} bytes are allowed.");
        }
    }

    /// <summary>The exchange is over.</summary>
    public void Reset()
    {
        _bytes = 0;
        _packets = 0;
    }
}

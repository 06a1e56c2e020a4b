using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace ActorMft.Node.Sessions.Proxy;

/// <summary>
/// The PROXY protocol's header, versions 1 and 2 (haproxy.org, proxy-protocol.txt, sections 2.1 and 2.2): who connected to the load
/// balancer. Not one byte behind it is read.
/// </summary>
internal static class ProxyHeader
{
    /// <summary>Both versions are at least this long, and it tells them apart.</summary>
    private const int Start = 12;

    /// <summary>Section 2.1: with CR LF.</summary>
    private const int LongestLine = 107;

    /// <summary>Bytes behind version 2's first 16: addresses, then details that load balancers add.</summary>
    private const int LongestRest = 2048;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads the header.</summary>
    /// <returns>The partner's address; null when the load balancer connected for itself, or doesn't know.</returns>
    /// <exception cref="ProxyHeaderException">It is none.</exception>
    public static async Task<IPEndPoint?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var start = new byte[Start];
        await FillAsync(stream, start, cancellationToken);
        if (start.AsSpan().SequenceEqual(Signature))
        {
            return await ReadBinaryAsync(stream, cancellationToken);
        }

        return start.AsSpan().StartsWith("PROXY "u8)
            ? await ReadLineAsync(stream, start, cancellationToken)
            : throw new ProxyHeaderException("The connection of a load balancer (sftp.proxyProtocol) begins without a PROXY header; turn send-proxy on there, or take its address out of the setting.");
    }

    // PROXY TCP4|TCP6 source destination source-port destination-port CR LF, or PROXY UNKNOWN anything CR LF
    private static async Task<IPEndPoint?> ReadLineAsync(Stream stream, byte[] start, CancellationToken cancellationToken)
    {
        var line = new byte[LongestLine];
        start.CopyTo(line, 0);
        var length = start.Length;
        while (line[length - 1] != '\n')
        {
            if (length == line.Length)
            {
                throw Malformed();
            }

            await FillAsync(stream, line.AsMemory(length, 1), cancellationToken);
            length++;
        }

        var words = Encoding.ASCII.GetString(line, 0, length).TrimEnd('\r', '\n').Split(' ');
        if (words is ["PROXY", "UNKNOWN", ..])
        {
            return null;
        }

        return words is ["PROXY", "TCP4" or "TCP6", var source, _, var port, _]
            && IPAddress.TryParse(source, out var address)
            && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new IPEndPoint(address, number)
            : throw Malformed();
    }

    // byte version (2) and command, byte family and transport, uint16 length, source, destination, source-port, destination-port, details
    private static async Task<IPEndPoint?> ReadBinaryAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        await FillAsync(stream, head, cancellationToken);
        var length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
        if (head[0] is not (0x20 or 0x21) || length > LongestRest)
        {
            throw Malformed();
        }

        var rest = new byte[length];
        await FillAsync(stream, rest, cancellationToken);
        return (head[0], head[1]) switch
        {
            (0x21, 0x11) => EndPointOf(rest, 4),
            (0x21, 0x21) => EndPointOf(rest, 16),
            _ => null,
        };
    }

    private static IPEndPoint EndPointOf(byte[] addresses, int size) => addresses.Length >= (2 * size) + 4
        ? new IPEndPoint(new IPAddress(addresses.AsSpan(0, size)), BinaryPrimitives.ReadUInt16BigEndian(addresses.AsSpan(2 * size)))
        : throw Malformed();

    private static async Task FillAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await stream.ReadExactlyAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new ProxyHeaderException("The load balancer ended the connection within its PROXY header.", exception);
        }
    }

    private static ProxyHeaderException Malformed() => new("The load balancer's PROXY header is malformed.");
}

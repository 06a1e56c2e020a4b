using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ActorMft.Testing;

/// <summary>
/// TCP ports of 127.0.0.1 for servers that are told theirs. They lie below those that the kernel hands out (<c>ip_local_port_range</c>), so
/// that no client and no other server gets one while its own is not up; and they are this process's until it ends.
/// </summary>
public static class LoopbackPort
{
    private const int First = 16_000;
    private const int Last = 31_999;

    /// <summary>An abstract socket by the port's name, which only one process can have.</summary>
    private static readonly ConcurrentBag<Socket> _claims = [];

    /// <summary>A port on which nobody listens, and that no test has or gets later.</summary>
    public static int Free() => Free(count: 1);

    /// <summary>The first of several such ports, one behind the other.</summary>
    public static int Free(int count)
    {
        while (true)
        {
            var first = RandomNumberGenerator.GetInt32(First, Last + 2 - count);
            if (Enumerable.Range(first, count).All(static port => TryClaim(port) && IsFree(port)))
            {
                return first;
            }
        }
    }

    private static bool TryClaim(int port)
    {
        var claim = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            claim.Bind(new UnixDomainSocketEndPoint($"\0actormft-test-port-{port}"));
            _claims.Add(claim);
            return true;
        }
        catch (SocketException)
        {
            claim.Dispose();
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

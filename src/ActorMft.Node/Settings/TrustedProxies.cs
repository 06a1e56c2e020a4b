using System.Net;

namespace ActorMft.Node.Settings;

/// <summary>Load balancers that say whose connection they pass on; nobody else is believed.</summary>
/// <param name="Networks">Their addresses.</param>
public sealed record TrustedProxies(IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>Nobody.</summary>
    public static TrustedProxies None { get; } = new([]);

    /// <summary>Addresses and networks with commas between them: <c>10.0.0.5, 10.1.0.0/24, fd00::/8</c>.</summary>
    public static bool TryParse(string text, out TrustedProxies proxies)
    {
        ArgumentNullException.ThrowIfNull(text);
        proxies = None;
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
            {
                networks.Add(network);
            }
            else if (!part.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(part, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                return false;
            }
        }

        proxies = new TrustedProxies(networks);
        return true;
    }

    /// <summary>Whether a connection from there must begin with a PROXY header.</summary>
    public bool Contains(EndPoint? from)
    {
        if (Networks.Count == 0 || from is not IPEndPoint { Address: var address })
        {
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Networks.Any(network => network.Contains(address));
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace ActorMft.Node.Settings;

/// <summary>An address and port to listen on, as written in <c>sftp.listen</c> and <c>management.listen</c>.</summary>
/// <param name="Host">An IPv4 or IPv6 address, <c>localhost</c>, or <c>*</c> for every address.</param>
/// <param name="Port">0 takes any free port.</param>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Reads <c>HOST:PORT</c>; an IPv6 address stands in brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            return false;
        }

        if (host is not ("*" or "localhost") && !IPAddress.TryParse(host, out _))
        {
            return false;
        }

        address = new ListenAddress(host, port);
        return true;
    }

    /// <summary>The address to bind.</summary>
    public IPEndPoint ToEndPoint() => new(
        Host switch
        {
            "*" => IPAddress.IPv6Any,
            "localhost" => IPAddress.Loopback,
            _ => IPAddress.Parse(Host),
        },
        Port);

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}

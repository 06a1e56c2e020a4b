using System.Net;
using ActorMft.Domain.Resources;
using ActorMft.Node.Settings;

namespace ActorMft.Node.Management;

/// <summary>What partners are told to connect to: the endpoint's <c>publicUrl</c>, else <c>sftp.publicUrl</c>, else the listener.</summary>
internal sealed class PartnerAddress(SftpSettings settings, IPEndPoint listener)
{
    private const int DefaultPort = 22;

    public (string Host, int Port) Of(EndpointSpec endpoint)
    {
        var url = endpoint.PublicUrl is null ? settings.PublicUrl : new Uri(endpoint.PublicUrl);
        return url is null
            ? (HostOfListener(), listener.Port)
            : (url.IdnHost, url.Port > 0 ? url.Port : DefaultPort);
    }

    // An address that means "any" isn't one that can be connected to.
    private string HostOfListener() =>
        listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : listener.Address.ToString();
}

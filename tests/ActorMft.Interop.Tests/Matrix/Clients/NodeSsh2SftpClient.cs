namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>The npm package <c>ssh2-sftp-client</c>.</summary>
internal sealed class NodeSsh2SftpClient() : DriverClient("node ssh2-sftp-client", ["node"], "ssh2_sftp_client_driver.js")
{
    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Link] = "the package makes no links",
    };
}

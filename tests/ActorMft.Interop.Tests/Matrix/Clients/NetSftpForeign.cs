namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>Perl's Net::SFTP::Foreign, which starts <c>ssh</c> and speaks SFTP by itself.</summary>
internal sealed class NetSftpForeign() : DriverClient("Net::SFTP::Foreign", ["perl"], "net_sftp_foreign_driver.pl")
{
    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.PutFolder] = "with fs_encoding latin1: rput takes local names as bytes and would encode those beyond ASCII twice",
    };
}

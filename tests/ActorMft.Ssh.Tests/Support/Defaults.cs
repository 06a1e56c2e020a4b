using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>Options that tests change with <c>with</c>.</summary>
internal static class Defaults
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static SshServerOptions Server { get; } = new()
    {
        HostKeys = [TestKeys.HostEd25519, TestKeys.HostEcdsa, TestKeys.HostRsa],
        Subsystems = ["echo", "sftp"],
        MinimumFailureTime = TimeSpan.FromMilliseconds(1),
    };

    public static SshClientOptions Client { get; } = new()
    {
        UserName = TestUsers.Name,
        VerifyHostKey = (_, _) => ValueTask.FromResult(true),
        Keys = [TestKeys.User],
    };

    public static SshAlgorithmPreferences Only(string? keyExchange = null, string? hostKey = null, string? cipher = null, string? mac = null) => new()
    {
        KeyExchanges = keyExchange is null ? null : [keyExchange],
        HostKeys = hostKey is null ? null : [hostKey],
        Ciphers = cipher is null ? null : [cipher],
        Macs = mac is null ? null : [mac],
    };
}

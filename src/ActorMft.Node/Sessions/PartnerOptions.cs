using ActorMft.Node.Settings;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;

namespace ActorMft.Node.Sessions;

/// <summary>How the SSH server treats partners, as it is set.</summary>
internal static class PartnerOptions
{
    public static SshServerOptions Of(SftpSettings settings, IReadOnlyList<SshPrivateKey> hostKeys) => new()
    {
        HostKeys = hostKeys,
        Algorithms = new SshAlgorithmPreferences { Legacy = settings.LegacyAlgorithms },
    };
}

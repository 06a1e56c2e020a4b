using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>The two sides of whole connections.</summary>
internal static class Conversations
{
    public static SshServerOptions Server { get; } = new()
    {
        HostKeys = SeedKeys.All,
        Banner = "Welcome",
        MinimumFailureTime = TimeSpan.FromTicks(1),
        ChannelWindow = 256 * 1024,
    };

    public static SshClientOptions Client { get; } = new()
    {
        UserName = TestUsers.Name,
        Password = TestUsers.Password,
        Keys = [SeedKeys.Ed25519],
        VerifyHostKey = (_, _) => ValueTask.FromResult(true),
        ConnectTimeout = TimeSpan.FromSeconds(30),
        ChannelWindow = 256 * 1024,
    };
}

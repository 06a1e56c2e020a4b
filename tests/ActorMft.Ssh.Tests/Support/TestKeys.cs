using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>Keys made once for all tests.</summary>
internal static class TestKeys
{
    public static SshPrivateKey HostEd25519 { get; } = SshPrivateKey.Generate(SshKeyType.Ed25519);

    public static SshPrivateKey HostEcdsa { get; } = SshPrivateKey.Generate(SshKeyType.EcdsaP256);

    public static SshPrivateKey HostRsa { get; } = SshPrivateKey.Generate(SshKeyType.Rsa3072);

    public static SshPrivateKey User { get; } = SshPrivateKey.Generate(SshKeyType.Ed25519);

    public static SshPrivateKey Stranger { get; } = SshPrivateKey.Generate(SshKeyType.Ed25519);
}

using ActorMft.Ssh.Keys;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>The same keys in every run.</summary>
internal static class SeedKeys
{
    public static SshPrivateKey Ed25519 { get; } = SshPrivateKey.Parse(SeedFiles.Text("key_ed25519"));

    public static SshPrivateKey Ecdsa { get; } = SshPrivateKey.Parse(SeedFiles.Text("key_ecdsa"));

    public static SshPrivateKey Rsa { get; } = SshPrivateKey.Parse(SeedFiles.Text("key_rsa"));

    public static IReadOnlyList<SshPrivateKey> All { get; } = [Ed25519, Ecdsa, Rsa];
}

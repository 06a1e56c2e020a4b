using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Node.Engine;
using ActorMft.Node.Secrets;
using ActorMft.Ssh.Keys;

namespace ActorMft.Node.Hosting;

/// <summary>The cluster's SSH host keys: made once, kept encrypted in the catalog, the same on every node.</summary>
internal static class HostKeyRing
{
    private static readonly (string Type, SshKeyType Made)[] Wanted =
    [
        ("ssh-ed25519", SshKeyType.Ed25519),
        ("ecdsa-sha2-nistp256", SshKeyType.EcdsaP256),
        ("ssh-rsa", SshKeyType.Rsa3072),
    ];

    /// <summary>What the keys sign with, best first.</summary>
    public static IReadOnlyList<string> Signatures { get; } = ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"];

    /// <summary>The keys, those that are missing made first.</summary>
    /// <exception cref="SecretException">They were encrypted with another key file.</exception>
    public static async Task<IReadOnlyList<SshPrivateKey>> OpenAsync(ActorNode actors, ISecretProtector protector, CancellationToken cancellationToken)
    {
        var catalog = ActorId.Catalog.ToEntityId();
        var known = (await actors.AskAsync<CatalogContents>(catalog, new ReadCatalog(), requestId: null, cancellationToken)).HostKeys;
        var missing = Wanted.Where(wanted => known.All(key => !string.Equals(key.Type, wanted.Type, StringComparison.Ordinal))).ToList();
        if (missing.Count > 0)
        {
            var made = missing.Select(wanted => Make(wanted.Type, wanted.Made, protector)).OfType<ServerHostKey>().ToList();
            known = (await actors.AskAsync<HostKeysReply>(catalog, new AddHostKeys(made), requestId: null, cancellationToken)).Keys;
        }

        return [.. known.Select(key => Open(key, protector)).OfType<SshPrivateKey>()];
    }

    // Where the system has no Ed25519, the other types have to do.
    private static ServerHostKey? Make(string type, SshKeyType keyType, ISecretProtector protector)
    {
        const string Comment = "actormft host key";
        try
        {
            using var key = SshPrivateKey.Generate(keyType);
            return new ServerHostKey(type, key.PublicKey.ToOpenSsh(Comment), protector.Protect(key.ToOpenSshPem(Comment)));
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static SshPrivateKey? Open(ServerHostKey key, ISecretProtector protector)
    {
        var pem = protector.Unprotect(key.SealedPrivateKey);
        try
        {
            return SshPrivateKey.Parse(pem);
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }
}

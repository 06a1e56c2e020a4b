using ActorMft.Domain.Resources;
using ActorMft.Node.Secrets;
using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Node.Management;

/// <summary>
/// The secrets of a remote server on their way into the catalog: private keys are tried out, key pairs made where that is asked for, and
/// everything becomes envelopes. What is the same as the stored secret keeps its envelope.
/// </summary>
internal sealed class RemoteSecrets(ISecretProtector protector)
{
    private const string Comment = "actormft";

    /// <summary>The remote server as it may be stored.</summary>
    public RemoteSpec Seal(RemoteSpec remote, RemoteSpec? stored, int index, List<Problem> problems)
    {
        var auth = remote.Auth with { Password = Seal(remote.Auth.Password, stored?.Auth.Password) };
        return remote with
        {
            Auth = auth.Generate is { } wanted ? WithPair(auth, wanted, stored?.Auth, index, problems) : WithKey(auth, stored?.Auth, index, problems),
            Proxy = remote.Proxy is { } proxy ? proxy with { Password = Seal(proxy.Password, stored?.Proxy?.Password) } : null,
        };
    }

    private RemoteAuth WithPair(RemoteAuth auth, GeneratedKey wanted, RemoteAuth? stored, int index, List<Problem> problems)
    {
        if (stored is { PrivateKey: not null, PublicKey: not null } && stored.Generate == wanted)
        {
            return auth with { PrivateKey = stored.PrivateKey, PublicKey = stored.PublicKey };
        }

        try
        {
            using var key = SshPrivateKey.Generate(wanted == GeneratedKey.Ed25519 ? SshKeyType.Ed25519 : SshKeyType.Rsa4096);
            return auth with
            {
                PrivateKey = new Secret { Sealed = protector.Protect(key.ToOpenSshPem(Comment)) },
                PublicKey = key.PublicKey.ToOpenSsh(Comment),
            };
        }
        catch (PlatformNotSupportedException exception)
        {
            problems.Add(new Problem(index, "auth.generate", "ed25519", $"rsa-4096 on this node ({exception.Message})"));
            return auth;
        }
    }

    /// <summary>The public half is always derived here, never taken from the declaration.</summary>
    private RemoteAuth WithKey(RemoteAuth auth, RemoteAuth? stored, int index, List<Problem> problems)
    {
        var isNew = auth.PrivateKey is { Value: not null } || auth.Passphrase is { Value: not null };
        return auth with
        {
            PublicKey = auth.PrivateKey is null ? null : isNew ? PublicHalf(auth, index, problems) : stored?.PublicKey,
            PrivateKey = Seal(auth.PrivateKey, stored?.PrivateKey),
            Passphrase = Seal(auth.Passphrase, stored?.Passphrase),
        };
    }

    /// <summary>A kept secret and one that is given in clear are tried out together.</summary>
    private string? PublicHalf(RemoteAuth auth, int index, List<Problem> problems)
    {
        if (InClear(auth.PrivateKey) is not { } text)
        {
            return null;
        }

        try
        {
            using var key = SshPrivateKey.Parse(text, InClear(auth.Passphrase));
            return key.PublicKey.ToOpenSsh();
        }
        catch (Exception exception) when (exception is SshException or PlatformNotSupportedException)
        {
            problems.Add(new Problem(index, "auth.privateKey", Value: null, exception.Message));
            return null;
        }
    }

    private Secret? Seal(Secret? secret, Secret? stored)
    {
        if (secret is not { Value: { } value })
        {
            return secret;
        }

        return stored is { Sealed: { } envelope } && string.Equals(TryUnprotect(envelope), value, StringComparison.Ordinal)
            ? stored
            : new Secret { Sealed = protector.Protect(value) };
    }

    private string? InClear(Secret? secret) => secret is { Sealed: { } envelope } ? TryUnprotect(envelope) : secret?.Value;

    private string? TryUnprotect(string envelope)
    {
        try
        {
            return protector.Unprotect(envelope);
        }
        catch (SecretException)
        {
            return null;
        }
    }
}

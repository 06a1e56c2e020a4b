using ActorMft.Domain.Resources;
using ActorMft.Node.Secrets;
using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Node.Management;

/// <summary>
/// Where secrets in clear end: passwords of users become hashes, secrets of remote servers become envelopes, before anything
/// is stored or logged. A secret that is the same as the stored one keeps its stored form, so declaring again changes nothing.
/// </summary>
internal sealed class SecretBoundary(ISecretProtector protector, PasswordHasher hasher)
{
    /// <summary>The resource as it may be stored.</summary>
    /// <param name="stored">The resource as it is declared now, if it is.</param>
    public ResourceSpec Seal(ResourceSpec spec, ResourceSpec? stored, int index, List<Problem> problems) => spec switch
    {
        UserSpec user => Seal(user, stored as UserSpec, index, problems),
        RemoteSpec remote => remote with { Auth = Seal(remote.Auth, (stored as RemoteSpec)?.Auth, index, problems) },
        _ => spec,
    };

    private UserSpec Seal(UserSpec user, UserSpec? stored, int index, List<Problem> problems)
    {
        for (var line = 0; line < user.PublicKeys.Count; line++)
        {
            CheckPublicKey(user.PublicKeys[line], $"publicKeys[{line}]", index, problems);
        }

        if (user.Password is { Value: { } value })
        {
            var same = stored?.Password is { Hash: { } hash } && hasher.Verify(hash, value);
            return user with { Password = same ? stored!.Password : new Secret { Hash = hasher.Hash(value) } };
        }

        if (user.Password is { Sealed: not null } issued && issued != stored?.Password)
        {
            problems.Add(new Problem(index, "password", Value: null, "exactly one of env, file, hash"));
        }

        if (user.Password is { Hash: { } given } && !PasswordHasher.IsHash(given))
        {
            problems.Add(new Problem(
                index, "password.hash", Value: null, "a hash as `actormft hash-password` prints it: pbkdf2-sha512$ITERATIONS$SALT$HASH"));
        }

        return user;
    }

    private RemoteAuth Seal(RemoteAuth auth, RemoteAuth? stored, int index, List<Problem> problems)
    {
        if (auth.Generate is { } wanted)
        {
            return stored is { PrivateKey: not null, PublicKey: not null } && stored.Generate == wanted
                ? auth with { PrivateKey = stored.PrivateKey, PublicKey = stored.PublicKey }
                : WithNewKey(auth, wanted, index, problems);
        }

        CheckPrivateKey(auth, index, problems);
        return auth with
        {
            Password = Seal(auth.Password, stored?.Password),
            PrivateKey = Seal(auth.PrivateKey, stored?.PrivateKey),
            Passphrase = Seal(auth.Passphrase, stored?.Passphrase),
        };
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

    private RemoteAuth WithNewKey(RemoteAuth auth, GeneratedKey wanted, int index, List<Problem> problems)
    {
        const string Comment = "actormft";
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

    // With a passphrase that is kept, the key that is given in clear can be checked all the same.
    private void CheckPrivateKey(RemoteAuth auth, int index, List<Problem> problems)
    {
        if (auth.PrivateKey is not { Value: { } pem })
        {
            return;
        }

        var passphrase = auth.Passphrase is { Sealed: { } envelope } ? TryUnprotect(envelope) : auth.Passphrase?.Value;
        try
        {
            SshPrivateKey.Parse(pem, passphrase).Dispose();
        }
        catch (Exception exception) when (exception is SshException or PlatformNotSupportedException)
        {
            problems.Add(new Problem(index, "auth.privateKey", Value: null, $"a private key in OpenSSH form ({exception.Message})"));
        }
    }

    private static void CheckPublicKey(string line, string path, int index, List<Problem> problems)
    {
        try
        {
            SshPublicKey.ParseOpenSsh(line);
        }
        catch (SshException exception)
        {
            problems.Add(new Problem(index, path, line, $"a public key in OpenSSH form, such as ssh-ed25519 AAAA... ({exception.Message})"));
        }
    }

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

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
    private readonly RemoteSecrets _remotes = new(protector);

    /// <summary>The resource as it may be stored.</summary>
    /// <param name="stored">The resource as it is declared now, if it is.</param>
    public ResourceSpec Seal(ResourceSpec spec, ResourceSpec? stored, int index, List<Problem> problems) => spec switch
    {
        UserSpec user => Seal(user, stored as UserSpec, index, problems),
        RemoteSpec remote => _remotes.Seal(remote, stored as RemoteSpec, index, problems),
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
}

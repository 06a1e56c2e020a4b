using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;

namespace ActorMft.Node.Sessions;

/// <summary>One connection's login. Remembers which declared hash its password was checked against: the session ends with that.</summary>
internal sealed class PartnerLogin(UserAuthenticator users) : ISshAuthenticator
{
    /// <summary>The hash that the accepted password belongs to; null after a login by keys alone.</summary>
    public string? PasswordHash { get; private set; }

    public async ValueTask<bool> VerifyPasswordAsync(SshLogin login, string password, CancellationToken cancellationToken) =>
        (PasswordHash = await users.VerifyPasswordAsync(login, password, cancellationToken)) is not null;

    public ValueTask<bool> IsKeyAcceptedAsync(SshLogin login, SshPublicKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(users.IsKeyAccepted(login, key));

    public ValueTask<SshMethods> MissingAsync(SshLogin login, SshProof proof, CancellationToken cancellationToken)
    {
        var missing = users.Missing(login, proof);
        if (missing == SshMethods.None)
        {
            users.Welcome(login, proof);
        }

        return ValueTask.FromResult(missing);
    }
}

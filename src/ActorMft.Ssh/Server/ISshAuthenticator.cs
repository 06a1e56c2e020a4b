using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Server;

/// <summary>
/// Knows the users. Unknown and disabled users are answered false, after the same work as known ones; what it throws
/// ends the connection.
/// </summary>
public interface ISshAuthenticator
{
    /// <summary>Whether the password is the user's.</summary>
    ValueTask<bool> VerifyPasswordAsync(SshLogin login, string password, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the user may log in with this key. Asked for a query, which proves nothing, and asked again before a
    /// signature, which the connection verifies itself, lets the user in.
    /// </summary>
    ValueTask<bool> IsKeyAcceptedAsync(SshLogin login, SshPublicKey key, CancellationToken cancellationToken);

    /// <summary>
    /// With which methods the login has to go on after what was proved; <see cref="SshMethods.None"/>: the user is in. Asked after
    /// each proof.
    /// </summary>
    ValueTask<SshMethods> MissingAsync(SshLogin login, SshProof proof, CancellationToken cancellationToken);
}

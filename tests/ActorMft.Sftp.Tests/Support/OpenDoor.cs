using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>Lets everybody in who has a password.</summary>
internal sealed class OpenDoor : ISshAuthenticator
{
    public ValueTask<bool> VerifyPasswordAsync(SshLogin login, string password, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask<bool> IsKeyAcceptedAsync(SshLogin login, SshPublicKey key, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<SshMethods> MissingAsync(SshLogin login, SshProof proof, CancellationToken cancellationToken) => ValueTask.FromResult(SshMethods.None);
}

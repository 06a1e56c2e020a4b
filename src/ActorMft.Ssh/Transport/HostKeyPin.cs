using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Transport;

/// <summary>The server's key as its client sees it: accepted once, and the same for as long as the connection lives.</summary>
/// <param name="accepts">Whether the client accepts a key.</param>
internal sealed class HostKeyPin(Func<SshPublicKey, CancellationToken, ValueTask<bool>> accepts)
{
    /// <summary>Null before the first exchange.</summary>
    public SshPublicKey? Key { get; private set; }

    /// <param name="key">What the server has proved to hold.</param>
    /// <param name="cancellationToken">The connection is ending.</param>
    /// <exception cref="SshException"><see cref="SshFailure.HostKeyRefused"/>.</exception>
    public async ValueTask VerifyAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        if (Key is null)
        {
            Key = await accepts(key, cancellationToken) ? key : throw Refuse($"The server's host key {key} is not accepted.");
        }
        else if (!Key.Equals(key))
        {
            throw Refuse($"The server came with host key {Key} and now shows {key}.");
        }
    }

    private static SshException Refuse(string message) => new(SshFailure.HostKeyRefused, SshDisconnectReason.HostKeyNotVerifiable, message);
}

using System.Collections.Concurrent;
using ActorMft.Domain.Resources;
using ActorMft.Node.Secrets;
using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Node.Remotes;

/// <summary>
/// The private keys of remote servers, read once each: checking a passphrase takes a tenth of a second on purpose, and a remote gets many
/// connections.
/// </summary>
internal sealed class RemoteKeys(ISecretProtector secrets)
{
    private readonly ConcurrentDictionary<(string? Organization, string Name), ReadKey> _keys = new();

    /// <summary>The remote's private key, or null; not for the caller to dispose.</summary>
    /// <exception cref="RemoteException">Step <see cref="ConnectStep.Settings"/>.</exception>
    public SshPrivateKey? Find(RemoteSpec spec)
    {
        if (spec.Auth.PrivateKey is not { } stored)
        {
            return null;
        }

        if (_keys.TryGetValue((spec.Organization, spec.Name), out var read) && read.PrivateKey == stored && read.Passphrase == spec.Auth.Passphrase)
        {
            return read.Key;
        }

        var key = Read(spec, stored);

        // The one before may be in use by a login; it is collected with its handles.
        _keys[(spec.Organization, spec.Name)] = new ReadKey(stored, spec.Auth.Passphrase, key);
        return key;
    }

    /// <summary>A secret in clear, or null.</summary>
    /// <exception cref="RemoteException">Step <see cref="ConnectStep.Settings"/>.</exception>
    public string? Reveal(RemoteSpec spec, Secret? secret)
    {
        try
        {
            return secret?.Sealed is { } sealedText ? secrets.Unprotect(sealedText) : null;
        }
        catch (SecretException exception)
        {
            throw new RemoteException(ConnectStep.Settings, $"A secret of the remote '{spec.Name}' can't be decrypted: {exception.Message}", isTransient: false, exception);
        }
    }

    private SshPrivateKey Read(RemoteSpec spec, Secret stored)
    {
        try
        {
            return SshPrivateKey.Parse(Reveal(spec, stored), Reveal(spec, spec.Auth.Passphrase));
        }
        catch (SshException exception)
        {
            throw new RemoteException(ConnectStep.Settings, $"The private key of the remote '{spec.Name}' can't be used: {exception.Message}", isTransient: false, exception);
        }
    }

    private sealed record ReadKey(Secret PrivateKey, Secret? Passphrase, SshPrivateKey Key);
}

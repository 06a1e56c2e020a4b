namespace ActorMft.Domain.Resources;

/// <summary>What of a resource may be shown.</summary>
public static class Redaction
{
    private static readonly Secret Hidden = new();

    /// <summary>The resource with each secret emptied: that there is one can be seen, nothing more.</summary>
    public static ResourceSpec WithoutSecrets(ResourceSpec spec) => spec switch
    {
        UserSpec user => user with { Password = Hide(user.Password) },
        RemoteSpec remote => remote with
        {
            Auth = remote.Auth with
            {
                Password = Hide(remote.Auth.Password),
                PrivateKey = Hide(remote.Auth.PrivateKey),
                Passphrase = Hide(remote.Auth.Passphrase),
            },
            Proxy = remote.Proxy is { } proxy ? proxy with { Password = Hide(proxy.Password) } : null,
        },
        _ => spec,
    };

    private static Secret? Hide(Secret? secret) => secret is null ? null : Hidden;
}

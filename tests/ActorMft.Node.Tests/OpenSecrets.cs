using ActorMft.Node.Secrets;

namespace ActorMft.Node.Tests;

/// <summary>Keeps secrets in clear, so that a test needs no key file.</summary>
internal sealed class OpenSecrets : ISecretProtector
{
    public string Protect(string secret) => secret;

    public string Unprotect(string envelope) => envelope;
}

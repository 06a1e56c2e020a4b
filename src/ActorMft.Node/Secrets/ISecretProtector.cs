namespace ActorMft.Node.Secrets;

/// <summary>Keeps secrets that must be shown to others later (a remote server's password, a host key) encrypted at rest.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts; the same secret gives another text each time.</summary>
    string Protect(string secret);

    /// <summary>Decrypts what <see cref="Protect"/> gave.</summary>
    /// <exception cref="SecretException">The text is damaged, or was made with a key that this node hasn't.</exception>
    string Unprotect(string envelope);
}

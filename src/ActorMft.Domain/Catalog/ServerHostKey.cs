namespace ActorMft.Domain.Catalog;

/// <summary>One of the cluster's own SSH host keys.</summary>
/// <param name="Type">The SSH key type, for example <c>ssh-ed25519</c>.</param>
/// <param name="PublicKey">In OpenSSH form.</param>
/// <param name="SealedPrivateKey">The private half, encrypted with the cluster's key file.</param>
public sealed record ServerHostKey(string Type, string PublicKey, string SealedPrivateKey);

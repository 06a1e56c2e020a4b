using ActorMft.Ssh.Keys;

namespace ActorMft.Ssh.Server;

/// <summary>What a user has proved in one login so far.</summary>
/// <param name="Keys">Each key once, in the order in which they were used.</param>
/// <param name="HasPassword">Whether the password was given.</param>
public sealed record SshProof(IReadOnlyList<SshPublicKey> Keys, bool HasPassword)
{
    /// <summary>Nothing.</summary>
    public static SshProof None { get; } = new([], HasPassword: false);

    /// <summary>The fingerprints of the keys and the word password, for logs.</summary>
    public override string ToString() =>
        string.Join(" and ", [.. Keys.Select(key => $"key {key.Fingerprint}"), .. HasPassword ? ["password"] : Array.Empty<string>()]);
}

using System.Collections.Concurrent;

namespace ActorMft.Node.Remotes;

/// <summary>Of which type the host keys on record are, as far as this process has seen them: only fingerprints are stored.</summary>
internal sealed class HostKeyTypes
{
    private readonly ConcurrentDictionary<string, string> _types = new(StringComparer.Ordinal);

    /// <summary>The types that servers' keys may have, best first.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

    /// <summary>The host key algorithms to offer so that the server shows the expected key, and none that it has shown before.</summary>
    public IReadOnlyList<string> Offer(HostKeyCheck check)
    {
        var known = check.Expected is { } expected ? _types.GetValueOrDefault(expected) : null;
        return [.. All.Where(type => !check.HasSeen(type)).OrderByDescending(type => type == known).SelectMany(AlgorithmsOf)];
    }

    public void Remember(string fingerprint, string type) => _types[fingerprint] = type;

    private static string[] AlgorithmsOf(string type) => type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", type] : [type];
}

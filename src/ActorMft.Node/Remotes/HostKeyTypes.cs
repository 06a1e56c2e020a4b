using System.Collections.Concurrent;

namespace ActorMft.Node.Remotes;

/// <summary>Of which type the host keys on record are, as far as this process has seen them: only fingerprints are stored.</summary>
internal sealed class HostKeyTypes
{
    private readonly ConcurrentDictionary<string, string> _types = new(StringComparer.Ordinal);

    /// <summary>The type of the keys that sign with a host key algorithm: all but RSA's are called by their type.</summary>
    public static string Of(string algorithm) => algorithm.StartsWith("rsa-sha2-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm;

    /// <summary>The host key algorithms to offer so that the server shows the expected key, and none that it has shown before.</summary>
    public IReadOnlyList<string> Offer(HostKeyCheck check)
    {
        var known = check.Expected is { } expected ? _types.GetValueOrDefault(expected) : null;
        return [.. check.Algorithms.Where(algorithm => !check.HasSeen(Of(algorithm))).OrderByDescending(algorithm => Of(algorithm) == known)];
    }

    public void Remember(string fingerprint, string type) => _types[fingerprint] = type;
}

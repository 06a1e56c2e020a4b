using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Node.Secrets;

/// <summary>
/// Remembers for a minute which passwords were right, so that a partner who logs in for each file doesn't cost a
/// tenth of a second of processor time each. Only a keyed digest is kept, and only of right ones.
/// </summary>
internal sealed class VerifiedPasswords(TimeProvider time)
{
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, long> _until = new(StringComparer.Ordinal);

    public bool Knows(string hash, string password) =>
        _until.TryGetValue(Digest(hash, password), out var until) && time.GetTimestamp() < until;

    public void Remember(string hash, string password)
    {
        if (_until.Count >= MaxRemembered)
        {
            _until.Clear();
        }

        _until[Digest(hash, password)] = time.GetTimestamp() + (long)(Remembered.TotalSeconds * time.TimestampFrequency);
    }

    private string Digest(string hash, string password) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\0{password}")));
}

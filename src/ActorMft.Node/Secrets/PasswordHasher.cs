using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Node.Secrets;

/// <summary>
/// Password hashes: <c>pbkdf2-sha512$ITERATIONS$SALT$HASH</c> (base64url), parameters in every hash so that they can be
/// raised later. 210,000 iterations is OWASP's figure for PBKDF2-HMAC-SHA512.
/// </summary>
public sealed class PasswordHasher
{
    private const string Scheme = "pbkdf2-sha512";
    private const int SaltLength = 16;
    private const int HashLength = 32;

    /// <summary>Half a second of work: the costliest declared hash sets what every login costs.</summary>
    private const int MaxIterations = 1_000_000;

    private readonly int _iterations;
    private readonly Derivation _derive;
    private readonly byte[] _dummySalt = RandomNumberGenerator.GetBytes(SaltLength);
    private readonly VerifiedPasswords _verified;

    /// <summary>With the number of iterations of new hashes.</summary>
    public PasswordHasher(int iterations = 210_000, TimeProvider? time = null)
        : this(iterations, time ?? TimeProvider.System, Pbkdf2)
    {
    }

    /// <summary>With another derivation, which may count its work.</summary>
    internal PasswordHasher(int iterations, TimeProvider time, Derivation derive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        _iterations = iterations;
        _derive = derive;
        _verified = new VerifiedPasswords(time);
    }

    /// <summary>PBKDF2-HMAC-SHA512, or what stands for it. Up to 64 bytes cost the same, whatever the length.</summary>
    internal delegate byte[] Derivation(byte[] password, byte[] salt, int iterations, int length);

    /// <summary>Whether a text is a hash that <see cref="Verify"/> can read.</summary>
    public static bool IsHash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryRead(text, out _, out _, out _);
    }

    /// <summary>The work of checking a password against a hash, in iterations; 0 for what isn't one.</summary>
    public static int CostOf(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return TryRead(hash, out var iterations, out _, out _) ? iterations : 0;
    }

    /// <summary>Hashes with a fresh salt.</summary>
    public string Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = _derive(Encoding.UTF8.GetBytes(password), salt, _iterations, HashLength);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Scheme}${_iterations}${Base64Url.EncodeToString(salt)}${Base64Url.EncodeToString(hash)}");
    }

    /// <summary>
    /// Whether the password is the one that was hashed. A missing or unreadable hash is false. A right password is remembered for a
    /// minute and then costs nothing.
    /// </summary>
    /// <remarks>
    /// Hashes differ in their iterations when they were made elsewhere. If each cost its own, the time of an answer would tell
    /// which users there are, and a dummy for unknown users can have only one cost. So every check that may fail is made as
    /// costly as the costliest: what the hash itself doesn't need is worked off behind it.
    /// </remarks>
    /// <param name="hash">Null for an unknown user.</param>
    /// <param name="password">As it was sent.</param>
    /// <param name="leastCost">Iterations to be spent in any case: those of the costliest hash that anybody has.</param>
    public bool Verify(string? hash, string password, int leastCost = 0)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (hash is not null && _verified.Knows(hash, password))
        {
            return true;
        }

        var bytes = Encoding.UTF8.GetBytes(password);
        var iterations = 0;
        var isRight = false;
        if (hash is not null && TryRead(hash, out iterations, out var salt, out var expected))
        {
            isRight = CryptographicOperations.FixedTimeEquals(_derive(bytes, salt, iterations, expected.Length), expected);
        }

        var rest = Math.Max(_iterations, leastCost) - iterations;
        if (rest > 0)
        {
            _derive(bytes, _dummySalt, rest, HashLength);
        }

        if (!isRight)
        {
            return false;
        }

        _verified.Remember(hash!, password);
        return true;
    }

    private static byte[] Pbkdf2(byte[] password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, length);

    private static bool TryRead(string text, out int iterations, out byte[] salt, out byte[] hash)
    {
        (iterations, salt, hash) = (0, [], []);
        var parts = text.Split('$');
        if (parts.Length != 4
            || !string.Equals(parts[0], Scheme, StringComparison.Ordinal)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out iterations)
            || iterations is < 1 or > MaxIterations)
        {
            return false;
        }

        try
        {
            salt = Base64Url.DecodeFromChars(parts[2]);
            hash = Base64Url.DecodeFromChars(parts[3]);
            return salt.Length >= 8 && hash.Length is >= 16 and <= 64;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

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
    private const int MaxIterations = 10_000_000;

    private readonly int _iterations;
    private readonly string _dummy;
    private readonly VerifiedPasswords _verified;

    /// <summary>With the number of iterations of new hashes.</summary>
    public PasswordHasher(int iterations = 210_000, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        _iterations = iterations;
        _verified = new VerifiedPasswords(time ?? TimeProvider.System);
        _dummy = Hash(string.Empty);
    }

    /// <summary>Whether a text is a hash that <see cref="Verify"/> can read.</summary>
    public static bool IsHash(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryRead(text, out _, out _, out _);
    }

    /// <summary>Hashes with a fresh salt.</summary>
    public string Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, _iterations, HashAlgorithmName.SHA512, HashLength);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Scheme}${_iterations}${Base64Url.EncodeToString(salt)}${Base64Url.EncodeToString(hash)}");
    }

    /// <summary>
    /// Whether the password is the one that was hashed. A missing or unreadable hash costs the same time and is false, so an
    /// unknown user can't be told from a wrong password. A right one is remembered for a minute and then costs nothing.
    /// </summary>
    public bool Verify(string? hash, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (hash is not null && _verified.Knows(hash, password))
        {
            return true;
        }

        var known = hash is not null && IsHash(hash);
        TryRead(known ? hash! : _dummy, out var iterations, out var salt, out var expected);
        var actual = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, expected.Length);
        if (!CryptographicOperations.FixedTimeEquals(actual, expected) || !known)
        {
            return false;
        }

        _verified.Remember(hash!, password);
        return true;
    }

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

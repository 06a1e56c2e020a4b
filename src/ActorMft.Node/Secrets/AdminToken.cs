using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Node.Secrets;

/// <summary>The bearer token of the management API, kept in <c>management.adminToken.file</c>.</summary>
public sealed class AdminToken
{
    private const int MinLength = 16;

    private readonly byte[] _digest;

    private AdminToken(string text)
    {
        _digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads the token file; makes it (mode 0600) when it is missing.</summary>
    /// <exception cref="SecretException">The file can't be read or made, or the token is too short.</exception>
    public static AdminToken Load(string path)
    {
        const string Setting = "management.adminToken.file";
        var text = PrivateFile.ReadOrCreate(path, Setting, () => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        return text.Length >= MinLength
            ? new AdminToken(text)
            : throw new SecretException($"{Setting} {path} holds a token of {text.Length} characters; at least {MinLength} are needed.");
    }

    /// <summary>Compares in constant time, whatever the offered text's length.</summary>
    public bool Matches(string offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return CryptographicOperations.FixedTimeEquals(_digest, SHA256.HashData(Encoding.UTF8.GetBytes(offered)));
    }
}

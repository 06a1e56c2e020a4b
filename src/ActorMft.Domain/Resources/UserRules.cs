using System.Buffers.Binary;
using System.Text;

namespace ActorMft.Domain.Resources;

/// <summary>What a user must satisfy by itself.</summary>
internal static class UserRules
{
    private const string KeyAllowed = "a public key in OpenSSH form, such as ssh-ed25519 AAAA...";

    public static void Check(UserSpec user, ProblemList problems)
    {
        problems.Require("endpoint", user.Endpoint, Names.IsName(user.Endpoint), "the name of an endpoint of the organization");
        problems.Require("flow", user.Flow, user.Flow is null || Names.IsName(user.Flow), "the name of a flow of the organization");
        problems.Require("password", null, user.Password is not null || user.PublicKeys.Count > 0, "a password or publicKeys, or both: without, nobody can log in");
        if (!user.IsIssued)
        {
            problems.RequireSecret("password", user.Password, mayBeHash: true);
        }

        problems.Require("home", user.Home, Paths.IsAbsolute(user.Home), Paths.AbsoluteAllowed);
        problems.Require("permissions", null, user.Permissions.Count > 0, "at least one of list, read, write, delete, rename, mkdir");
        CheckAuthentication(user, problems);
        for (var i = 0; i < user.PublicKeys.Count; i++)
        {
            problems.Require($"publicKeys[{i}]", user.PublicKeys[i], IsPublicKey(user.PublicKeys[i]), KeyAllowed);
        }
    }

    private static void CheckAuthentication(UserSpec user, ProblemList problems)
    {
        if (user.Authentication is not { } methods)
        {
            return;
        }

        var passwords = methods.Count(method => method == AuthenticationMethod.Password);
        var keys = methods.Count - passwords;
        problems.Require("authentication", "[]", methods.Count > 0, "publicKey, password, or both; or leave it out, then any one is enough");
        problems.Require("authentication", "password", passwords <= 1, "password once: a user has only one");
        problems.Require("authentication", "password", passwords == 0 || user.Password is not null, "password only with a password");
        problems.Require(
            "authentication",
            "publicKey",
            keys <= user.PublicKeys.Distinct(StringComparer.Ordinal).Count(),
            "publicKey at most as often as there are publicKeys, since each key counts once");
    }

    /// <summary>The form <c>TYPE BASE64 [COMMENT]</c>, where the decoded text begins with the type as a string (RFC 4253, section 6.6).</summary>
    private static bool IsPublicKey(string line)
    {
        var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 2)
        {
            return false;
        }

        var blob = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], blob, out var length) || length < sizeof(uint))
        {
            return false;
        }

        var typeLength = BinaryPrimitives.ReadUInt32BigEndian(blob);
        return typeLength <= length - sizeof(uint)
            && blob.AsSpan(sizeof(uint), (int)typeLength).SequenceEqual(Encoding.UTF8.GetBytes(parts[0]));
    }
}

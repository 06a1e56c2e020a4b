using ActorMft.Domain.Resources;
using ActorMft.Ssh.Server;

namespace ActorMft.Node.Sessions;

/// <summary>What a user's logins have to prove.</summary>
internal static class UserMethods
{
    /// <summary>What is still missing; nothing: it is enough.</summary>
    public static SshMethods Missing(UserSpec user, SshProof proof)
    {
        if (user.Authentication is not { } wanted)
        {
            return proof.HasPassword || proof.Keys.Count > 0 ? SshMethods.None : SshMethods.Any;
        }

        var keys = wanted.Count(method => method == AuthenticationMethod.PublicKey);
        return (proof.Keys.Count < keys ? SshMethods.PublicKey : SshMethods.None)
            | (wanted.Contains(AuthenticationMethod.Password) && !proof.HasPassword ? SshMethods.Password : SshMethods.None);
    }

    /// <summary>What the user has to log in by, in words.</summary>
    public static string Describe(UserSpec user) => user.Authentication is { } wanted
        ? string.Join(" and ", wanted.Select(method => method == AuthenticationMethod.PublicKey ? "key" : "password"))
        : "key or password";
}

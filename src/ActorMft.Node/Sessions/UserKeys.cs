using ActorMft.Domain.Resources;
using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Node.Sessions;

/// <summary>The declared public keys of a user.</summary>
internal static class UserKeys
{
    public static bool Has(UserSpec user, SshPublicKey key) => user.PublicKeys.Any(line => IsKey(line, key));

    private static bool IsKey(string line, SshPublicKey key)
    {
        try
        {
            return SshPublicKey.ParseOpenSsh(line).Equals(key);
        }
        catch (SshException)
        {
            // A line that can't be read lets nobody in.
            return false;
        }
    }
}

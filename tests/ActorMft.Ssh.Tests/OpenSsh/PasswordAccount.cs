using System.Diagnostics;
using ActorMft.Ssh.Tests.Keys;

namespace ActorMft.Ssh.Tests.OpenSsh;

/// <summary>
/// An account with a password that only one process sees: it runs in a mount namespace of its own, where other files lie over
/// <c>/etc/passwd</c> and <c>/etc/shadow</c>.
/// </summary>
internal static class PasswordAccount
{
    public const string Name = "actormft-partner";
    public const string Password = "correct horse";

    private const string Hash = "$6$actormft$/6pdop12khRyVcxeQun8qIuXxFqo6rufzw7MN8UQGuzaVkBtepYdjZCMTZN/0tgcfN1sKwdpU/INsFFd8s5MK1";

    /// <summary>The command that runs a program where the account exists. Its user is root of that namespace.</summary>
    public static ProcessStartInfo Command(SshKeygen files, string program, params string[] arguments)
    {
        files.Write("passwd", $"{File.ReadAllText("/etc/passwd")}{Name}:x:0:0::/:/bin/sh\n");
        files.Write("shadow", $"{Name}:{Hash}:19000:0:99999:7:::\n");
        string mount = $"mount --bind '{files.PathOf("passwd")}' /etc/passwd && mount --bind '{files.PathOf("shadow")}' /etc/shadow && exec \"$@\"";
        string[] root = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        return new ProcessStartInfo("unshare", ["--mount", .. root, "sh", "-c", mount, "sh", program, .. arguments]);
    }
}

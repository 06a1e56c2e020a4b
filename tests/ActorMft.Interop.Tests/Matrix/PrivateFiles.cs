using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>
/// For servers that know only the accounts of the machine: a program in a mount namespace of its own, where root has a password and a home of the test.
/// Nothing of it is seen outside.
/// </summary>
internal static class PrivateFiles
{
    /// <summary>The command that runs a program so; needs root.</summary>
    public static IReadOnlyList<string> Wrapper(Workspace workspace, string password, string home)
    {
        var hash = ProcessRun.Checked("openssl", ["passwd", "-6", "-stdin"], password).Output.Trim();
        var shadow = workspace.At("private/shadow");
        File.WriteAllText(shadow, $"root:{hash}:19000:0:99999:7:::\nsshd:!:19000:0:99999:7:::\n");
        File.SetUnixFileMode(shadow, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return ["unshare", "--mount", "sh", "-c", $"mount --bind '{shadow}' /etc/shadow && mount --bind '{home}' /root && exec \"$@\"", "sh"];
    }
}

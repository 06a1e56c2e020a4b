using System.Diagnostics;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>A fact that needs ML-KEM here (OpenSSL 3.5) and, if told so, in the stock ssh too (OpenSSH 9.9).</summary>
internal sealed class MlKemFactAttribute : FactAttribute
{
    public MlKemFactAttribute(bool alsoInSsh = false)
    {
        if (!MLKem.IsSupported)
        {
            Skip = "The runtime's cryptography has no ML-KEM: it needs OpenSSL 3.5.";
        }
        else if (alsoInSsh && !SshHasIt())
        {
            Skip = "The stock ssh has no ML-KEM: it needs OpenSSH 9.9.";
        }
    }

    private static bool SshHasIt()
    {
        using Process ssh = Process.Start(new ProcessStartInfo("ssh", ["-Q", "kex"]) { RedirectStandardOutput = true }).ShouldNotBeNull();
        return ssh.StandardOutput.ReadToEnd().Contains("mlkem768x25519-sha256", StringComparison.Ordinal);
    }
}

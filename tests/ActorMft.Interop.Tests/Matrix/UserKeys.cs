using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>The user's key pairs, each in the form that some client reads. All of them open the same account.</summary>
internal sealed class UserKeys
{
    private readonly Workspace _workspace;

    public UserKeys(Workspace workspace)
    {
        _workspace = workspace;
        EcdsaPem = workspace.At("keys/ecdsa.pem");
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "ecdsa", "-b", "256", "-m", "PEM", "-N", "", "-C", "partner", "-f", EcdsaPem]);
    }

    /// <summary>Ed25519 in OpenSSH's form.</summary>
    public string Ed25519 => _workspace.KeyFile;

    /// <summary>ECDSA (P-256) in PEM form.</summary>
    public string EcdsaPem { get; }

    /// <summary>The Ed25519 key in PuTTY's form; made by <c>puttygen</c> when asked for.</summary>
    public string Putty => Converted("ed25519.ppk", target => ("puttygen", [Ed25519, "-o", target]));

    /// <summary>The Ed25519 key in Dropbear's form; made by <c>dropbearconvert</c> when asked for.</summary>
    public string Dropbear => Converted("ed25519.dropbear", target => ("dropbearconvert", ["openssh", "dropbear", Ed25519, target]));

    /// <summary>The lines for the server.</summary>
    public IReadOnlyList<string> PublicKeys => [_workspace.PublicKey, File.ReadAllText(EcdsaPem + ".pub").Trim()];

    private string Converted(string name, Func<string, (string Program, string[] Arguments)> conversion)
    {
        var target = _workspace.At("keys/" + name);
        if (!File.Exists(target))
        {
            var (program, arguments) = conversion(target);
            ProcessRun.Checked(program, arguments);
        }

        return target;
    }
}

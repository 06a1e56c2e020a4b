namespace ActorMft.Testing;

/// <summary>A temporary directory of one test, with a user key in OpenSSH form; gone at the end.</summary>
public sealed class Workspace : IDisposable
{
    public Workspace()
    {
        Root = Directory.CreateTempSubdirectory("actormft-test-").FullName;
        KeyFile = Path.Combine(Root, "partner_key");
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "partner", "-f", KeyFile]);
        PublicKey = File.ReadAllText(KeyFile + ".pub").Trim();
    }

    public string Root { get; }

    /// <summary>The private key that partners and the node's remote servers log in with.</summary>
    public string KeyFile { get; }

    public string PublicKey { get; }

    /// <summary>The path of <paramref name="name"/> below the workspace; its directory is made.</summary>
    public string At(string name)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>An existing directory below the workspace.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

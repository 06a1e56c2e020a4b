using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>Where a partner's server lives: its port, its files, and the one account it has.</summary>
internal sealed class ServerSite(Workspace workspace, string name)
{
    public int Port { get; } = LoopbackPort.Free();

    public string Password { get; } = Guid.NewGuid().ToString("N");

    public UserKeys Keys { get; } = new(workspace);

    /// <summary>Where the login lands.</summary>
    public string Home { get; } = workspace.Folder($"server-{name}-home");

    public string AuthorizedKeys => string.Join('\n', Keys.PublicKeys) + "\n";

    /// <summary>The files of <see cref="AuthorizedKeys"/>, a key each.</summary>
    public IReadOnlyList<string> PublicKeyFiles => [Keys.Ed25519 + ".pub", Keys.EcdsaPem + ".pub"];

    /// <summary>What a program is started through so that root has this account's password and home.</summary>
    public IReadOnlyList<string> WithPrivateAccount => PrivateFiles.Wrapper(workspace, Password, Home);

    /// <summary>What a driver in another language is told.</summary>
    public IReadOnlyDictionary<string, string> Environment(string user) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MATRIX_PORT"] = $"{Port}",
        ["MATRIX_USER"] = user,
        ["MATRIX_PASSWORD"] = Password,
        ["MATRIX_HOME"] = Home,
        ["MATRIX_AUTHORIZED_KEYS"] = Write("authorized", AuthorizedKeys),
        ["NODE_PATH"] = Path.Combine(MatrixCache.Folder, "node_modules"),
    };

    /// <summary>A path for a file of the server.</summary>
    public string At(string file) => workspace.At($"server-{name}/{file}");

    public string Write(string file, string content)
    {
        File.WriteAllText(At(file), content);
        return At(file);
    }

    /// <summary>Writes a file below the home.</summary>
    public void WriteHome(string file, string content)
    {
        var path = Path.Combine(Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>A new Ed25519 host key in OpenSSH's form.</summary>
    public string HostKey()
    {
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", At("host_key")]);
        return At("host_key");
    }

    public static string Driver(string file) => Path.Combine(AppContext.BaseDirectory, "Matrix", "Drivers", file);
}

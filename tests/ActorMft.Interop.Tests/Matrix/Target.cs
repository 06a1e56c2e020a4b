using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>A running server of 127.0.0.1 and an account of it.</summary>
internal sealed class Target
{
    public required int Port { get; init; }

    public required string User { get; init; }

    /// <summary>A password without characters that a file format or a shell would mind.</summary>
    public required string Password { get; init; }

    public required UserKeys Keys { get; init; }

    /// <summary>The directory of this machine where the login lands.</summary>
    public required string Home { get; init; }

    /// <summary>Operations that the server doesn't have, each with the reason in a sentence.</summary>
    public IReadOnlyDictionary<string, string> Lacks { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Temporary files of clients.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The server's host keys, a line each: algorithm and key.</summary>
    public required IReadOnlyList<string> HostKeys { get; init; }

    /// <summary>The server's host keys at this port, in the form of <c>known_hosts</c>.</summary>
    public string KnownHosts => Made("home/.ssh/known_hosts", file =>
        File.WriteAllLines(file, HostKeys.Select(key => $"[127.0.0.1]:{Port} {key}")));

    /// <summary>A home directory of the client's user with nothing in it but <see cref="KnownHosts"/>.</summary>
    public string ClientHome => Path.GetDirectoryName(Path.GetDirectoryName(KnownHosts)!)!;

    /// <summary>The fingerprints of the host keys, <c>SHA256:...</c>.</summary>
    public IReadOnlyList<string> Fingerprints =>
    [
        .. ProcessRun.Checked("ssh-keygen", ["-lf", KnownHosts]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')[1]),
    ];

    /// <summary>A file that holds the password and nothing else, for clients that read one.</summary>
    public string PasswordFile => Made("password", file => File.WriteAllText(file, Password));

    /// <summary>A program that prints the password of <c>MATRIX_PASSWORD</c>: what OpenSSH asks when it has no terminal.</summary>
    public string AskPass => Made("askpass", static file =>
    {
        File.WriteAllText(file, "#!/bin/sh\nprintf '%s\\n' \"$MATRIX_PASSWORD\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    });

    /// <summary>Asks the server for its host keys; an Ed25519 one comes first, as in a file that <c>ssh</c> has written.</summary>
    public static IReadOnlyList<string> ScanHostKeys(int port) =>
    [
        .. ProcessRun.Checked("ssh-keyscan", ["-p", $"{port}", "127.0.0.1"]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => line[0] != '#')
            .Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])
            .OrderByDescending(static key => key.StartsWith("ssh-ed25519", StringComparison.Ordinal)),
    ];

    /// <summary>The same account by another port, as of a proxy.</summary>
    public Target At(int port) => new()
    {
        Port = port,
        User = User,
        Password = Password,
        Keys = Keys,
        HostKeys = HostKeys,
        Home = Home,
        Lacks = Lacks,
        Workspace = Workspace,
    };

    /// <summary>A temporary file for this port, made by <paramref name="make"/> unless it is there.</summary>
    public string Made(string name, Action<string> make)
    {
        var file = Workspace.At($"target-{Port}/{name}");
        if (!File.Exists(file))
        {
            make(file);
        }

        return file;
    }
}

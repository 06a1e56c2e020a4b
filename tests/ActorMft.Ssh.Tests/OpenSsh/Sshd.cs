using System.Diagnostics;
using System.Net;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Sockets;
using ActorMft.Ssh.Tests.Keys;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Testing;

namespace ActorMft.Ssh.Tests.OpenSsh;

/// <summary>A real <c>sshd</c> of this test's own, with an echo subsystem, on a loopback port.</summary>
/// <remarks>
/// The echo runs in the account's login shell, which reads start-up files from its home. What these do is not the test's: a lock
/// that one of them leaves behind when a test ends its server would stall every later one. So the home is the test's own, too.
/// </remarks>
internal sealed class Sshd : IAsyncDisposable
{
    private readonly SshKeygen _files;
    private readonly RunningProcess _process;
    private readonly Task _draining;

    private Sshd(SshKeygen files, RunningProcess process, int port, Task draining)
    {
        _files = files;
        _process = process;
        Port = port;
        _draining = draining;
    }

    public int Port { get; }

    public static Task<Sshd> StartAsync(SshPrivateKey hostKey, SshPublicKey userKey, params string[] settings) => StartAsync(
        (_, program, arguments) => new ProcessStartInfo(program, arguments), hostKey, userKey, settings);

    /// <summary>With <see cref="PasswordAccount"/>, which the key is for, too.</summary>
    public static Task<Sshd> StartWithPasswordAsync(SshPrivateKey hostKey, SshPublicKey userKey, params string[] settings) => StartAsync(
        PasswordAccount.Command, hostKey, userKey, ["PasswordAuthentication yes", .. settings]);

    private static async Task<Sshd> StartAsync(
        Func<SshKeygen, string, string[], ProcessStartInfo> command, SshPrivateKey hostKey, SshPublicKey userKey, params string[] settings)
    {
        var files = new SshKeygen();
        Directory.CreateDirectory("/run/sshd");
        files.Write("host", hostKey.ToOpenSshPem());
        files.Write("authorized", userKey.ToOpenSsh() + "\n");
        int port = LoopbackPort.Free();
        files.Write("config", $"""
            {string.Join('\n', settings)}
            ListenAddress 127.0.0.1:{port}
            HostKey {files.PathOf("host")}
            AuthorizedKeysFile {files.PathOf("authorized")}
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication no
            SetEnv HOME={Path.GetDirectoryName(files.PathOf("config"))}
            Subsystem echo /bin/cat
            Subsystem sftp internal-sftp
            """);
        ProcessStartInfo start = command(files, "/usr/sbin/sshd", ["-D", "-e", "-f", files.PathOf("config")]);
        start.RedirectStandardError = true;
        var process = new RunningProcess(start);
        string seen = string.Empty;
        while (await process.Process.StandardError.ReadLineAsync().WaitAsync(Defaults.Patience) is { } line)
        {
            seen += line + "\n";
            if (line.StartsWith("Server listening", StringComparison.Ordinal))
            {
                Task draining = process.Process.StandardError.ReadToEndAsync();
                return new Sshd(files, process, port, draining);
            }
        }

        throw new InvalidOperationException($"sshd did not start: {seen}");
    }

    /// <summary>The server's processes: the listener, and those of its connections.</summary>
    public IReadOnlyList<int> Processes() => [.. Descendants(_process.Process.Id), _process.Process.Id];

    public async Task<Stream> ConnectAsync()
    {
        return await SocketStream.OpenAsync(new IPEndPoint(IPAddress.Loopback, Port), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _draining.WaitAsync(Defaults.Patience);
        _files.Dispose();
    }

    private static IEnumerable<int> Descendants(int parent)
    {
        string children = File.ReadAllText($"/proc/{parent}/task/{parent}/children");
        foreach (string child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int id = int.Parse(child, System.Globalization.CultureInfo.InvariantCulture);
            yield return id;
            foreach (int descendant in Descendants(id))
            {
                yield return descendant;
            }
        }
    }
}

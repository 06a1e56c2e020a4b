using System.Diagnostics;
using System.Net.Sockets;

namespace ActorMft.Testing;

/// <summary>
/// A partner's server: Debian's <c>sshd</c> with <c>internal-sftp</c> on a loopback port. Logins land in <see cref="Home"/>.
/// It can be stopped and started again on the same port with the same host key.
/// </summary>
public sealed class SshdServer : IAsyncDisposable
{
    private readonly Workspace _workspace;
    private readonly string _folder;
    private readonly ServerLog _log = new();
    private Process? _process;

    public SshdServer(Workspace workspace, string name = "bank")
    {
        _workspace = workspace;
        _folder = workspace.Folder("sshd-" + name);
        Home = workspace.Folder("sshd-" + name + "-home");
        Port = LoopbackPort.Free();
        NewHostKey();
    }

    public string Home { get; }

    public int Port { get; }

    public static string UserName => Environment.UserName;

    /// <summary>The listener's; each session is some processes below it.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>What the server has logged so far.</summary>
    public string Log => _log.Text;

    private string HostKeyFile => Path.Combine(_folder, "host_key");

    public void NewHostKey()
    {
        File.Delete(HostKeyFile);
        ProcessRun.Checked("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", HostKeyFile]);
    }

    public string HostKeyFingerprint() => ProcessRun.Checked("ssh-keygen", ["-lf", HostKeyFile]).Output.Split(' ')[1];

    public async Task StartAsync(params string[] extraSettings)
    {
        Directory.CreateDirectory("/run/sshd");
        var authorized = Path.Combine(_folder, "authorized_keys");
        await File.WriteAllTextAsync(authorized, _workspace.PublicKey + "\n");
        var config = Path.Combine(_folder, "sshd_config");
        await File.WriteAllLinesAsync(config,
        [
            .. extraSettings,
            $"Port {Port}",
            "ListenAddress 127.0.0.1",
            $"HostKey {HostKeyFile}",
            $"AuthorizedKeysFile {authorized}",
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "MaxStartups 200",
            $"Subsystem sftp internal-sftp -d {Home}",
        ]);

        // -D and the whole tree in one process group of its own: Stop ends the sessions too.
        _process = Process.Start(new ProcessStartInfo("setsid", ["/usr/sbin/sshd", "-D", "-e", "-f", config])
        {
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => _log.Add(line.Data);
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync($"sshd accepts on port {Port}", AcceptsAsync);
    }

    /// <summary>Ends the listener and every session of it, as a crashed machine would.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
        {
            return;
        }

        foreach (var session in Descendants(_process.Id).Append(_process.Id))
        {
            await ProcessRun.OfAsync("kill", ["-KILL", $"{session}"]);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>SIGSTOP for the listener and every session: connections stay open and are still made by the kernel, and nothing answers.</summary>
    public Task FreezeAsync() => SignalAsync(ProcessId, "-STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => SignalAsync(ProcessId, "-CONT");

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>A process before its children: one that is stopped makes no more of them.</summary>
    private static async Task SignalAsync(int process, string signal)
    {
        await ProcessRun.OfAsync("kill", [signal, $"{process}"]);
        foreach (var child in Children(process))
        {
            await SignalAsync(child, signal);
        }
    }

    private static IEnumerable<int> Descendants(int parent) => Children(parent).SelectMany(child => Descendants(child).Append(child));

    private static List<int> Children(int parent) =>
    [
        .. ProcessRun.Of("ps", ["-o", "pid=", "--ppid", $"{parent}"]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(int.Parse),
    ];

    private async Task<bool> AcceptsAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

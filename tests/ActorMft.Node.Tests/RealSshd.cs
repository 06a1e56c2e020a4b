using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorMft.Testing;

namespace ActorMft.Node.Tests;

/// <summary>A partner's server: OpenSSH's sshd on a loopback port, with a user key that it lets in.</summary>
internal sealed class RealSshd : IDisposable
{
    private readonly string _folder;
    private Process? _process;

    private RealSshd(string folder)
    {
        _folder = folder;
        Home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        Port = LoopbackPort.Free();
        NewHostKey();
        Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", UserKeyFile);
        File.Copy(UserKeyFile + ".pub", Path.Combine(folder, "authorized_keys"));
    }

    public static string UserName => Environment.UserName;

    public string Home { get; }

    public int Port { get; }

    public string UserKeyFile => Path.Combine(_folder, "user_key");

    private string HostKeyFile => Path.Combine(_folder, "host_key");

    public static async Task<RealSshd> StartAsync(TemporaryDirectory directory, params string[] settings)
    {
        var sshd = new RealSshd(Directory.CreateDirectory(directory["sshd"]).FullName);
        await sshd.StartAsync(settings);
        return sshd;
    }

    public async Task StartAsync(params string[] settings)
    {
        var config = Path.Combine(_folder, "sshd_config");
        await File.WriteAllLinesAsync(config,
        [
            .. settings,
            $"Port {Port}",
            "ListenAddress 127.0.0.1",
            $"HostKey {HostKeyFile}",
            $"AuthorizedKeysFile {_folder}/authorized_keys",
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            $"Subsystem sftp internal-sftp -d {Home}",
        ]);
        Directory.CreateDirectory("/run/sshd");
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", config]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await WaitUntilItAcceptsAsync();
    }

    /// <summary>Ends the listener; sessions that are open stay.</summary>
    public void Stop()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void NewHostKey()
    {
        File.Delete(HostKeyFile);
        Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", HostKeyFile);
    }

    public string HostKeyFingerprint() => Run("ssh-keygen", "-lf", HostKeyFile).Split(' ')[1];

    public void Dispose() => Stop();

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output;
    }

    private async Task WaitUntilItAcceptsAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }
}

using System.Diagnostics;

namespace ActorMft.Testing;

/// <summary>A real node: <c>actormft serve</c> as a process of its own that can be killed, frozen and started again.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly ServerLog _log = new();
    private readonly string _config;
    private readonly string _token;
    private readonly IReadOnlyList<string> _command;
    private Process? _process;

    /// <param name="site">Where it lives.</param>
    /// <param name="wrapper">A program with arguments that becomes the node by exec (its process id stays); empty: none.</param>
    public NodeProcess(NodeSite site, Func<NodeProcess, IReadOnlyList<string>>? wrapper = null)
    {
        ArgumentNullException.ThrowIfNull(site);
        Site = site;
        SftpPort = LoopbackPort.Free();
        ManagementUrl = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _token = Path.Combine(site.Folder, "admin.token");
        _config = Path.Combine(site.Folder, "actormft.yaml");
        File.WriteAllText(_config, $$"""
            node: { name: {{site.Name}} }
            database: {{site.Database}}
            storage: { path: {{site.Storage}} }
            sftp: { listen: "127.0.0.1:{{SftpPort}}" }
            management: { listen: "{{ManagementUrl[7..]}}", adminToken: { file: {{_token}} } }
            secrets: { keyFile: {{site.KeyFile}} }
            {{site.More}}
            """);
        _command = [.. wrapper?.Invoke(this) ?? [], "dotnet", Program, "serve", "--config", _config];
    }

    /// <summary>The program under test, beside the tests.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "actormft.dll");

    public NodeSite Site { get; }

    public string Name => Site.Name;

    public int SftpPort { get; }

    public string ManagementUrl { get; }

    public int ProcessId => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    public string Log => _log.Text;

    public string Token => File.ReadAllText(_token).Trim();

    /// <summary>Starts it and waits until it accepts connections.</summary>
    public async Task StartAsync()
    {
        var ready = _log.ExpectAsync("ready sftp=");
        Launch();
        await ready.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Starts it and does not wait.</summary>
    public void Launch()
    {
        _process?.Dispose();
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(_command[0], _command.Skip(1))
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        foreach (var (name, value) in Site.Environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, line) => _log.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _log.Add(line.Data);
        _process.Exited += (_, _) => _log.End($"{Name} ended");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits for the next line that has the part in it.</summary>
    public Task<string> ExpectAsync(string part) => _log.ExpectAsync(part);

    /// <summary>SIGKILL: no handler of the node runs.</summary>
    public async Task KillAsync()
    {
        Kill();
        await _process!.WaitForExitAsync();
    }

    /// <summary>SIGKILL, without waiting.</summary>
    public void Kill() => _process!.Signal(ProcessSignal.Kill);

    /// <summary>SIGSTOP: nothing of the node runs until <see cref="Thaw"/>, and its connections stay open.</summary>
    public async Task FreezeAsync()
    {
        _process!.Signal(ProcessSignal.Stop);
        await Eventually.TrueAsync($"{Name} stands still", StandsStill);
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw() => _process!.Signal(ProcessSignal.Continue);

    /// <summary>SIGTERM: drains.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TerminateAsync()
    {
        _process!.Signal(ProcessSignal.Terminate);
        return ExitAsync();
    }

    /// <summary>Waits for the end by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process!.ExitCode;
    }

    /// <summary>Runs a client command of the program against this node.</summary>
    public Task<ProcessRun> CommandAsync(params string[] arguments) =>
        ProcessRun.OfAsync("dotnet", [Program, .. arguments], environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ACTORMFT_URL"] = ManagementUrl,
            ["ACTORMFT_TOKEN"] = Token,
        });

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        _process?.Dispose();
    }

    private bool StandsStill()
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{ProcessId}/task")
                .All(static thread => File.ReadAllText(Path.Combine(thread, "stat")).Split(')')[^1].StartsWith(" T", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            // A watchdog has ended it meanwhile.
            return !IsRunning;
        }
    }
}

using System.Diagnostics;
using System.Text;

namespace ActorMft.Interop.Tests.Parts;

/// <summary>A real node: <c>actormft serve</c> as a process of its own that can be killed and started again.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly string _config;
    private readonly string _token;
    private readonly IReadOnlyList<string> _command;
    private Process? _process;

    /// <param name="wrapper">A program with arguments that becomes the node by exec (its process id stays); empty: none.</param>
    public NodeProcess(Workspace workspace, Func<NodeProcess, IReadOnlyList<string>>? wrapper = null)
    {
        var data = workspace.Folder("node");
        Storage = Path.Combine(data, "files");
        Database = Path.Combine(workspace.Folder("node/database"), "actormft.db");
        SftpPort = LoopbackPort.Free();
        ManagementUrl = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _token = Path.Combine(data, "admin.token");
        _config = Path.Combine(data, "actormft.yaml");
        File.WriteAllText(_config, $$"""
            node: { name: node-1 }
            database: sqlite:{{Database}}
            storage: { path: {{Storage}} }
            sftp: { listen: "127.0.0.1:{{SftpPort}}" }
            management: { listen: "{{ManagementUrl[7..]}}", adminToken: { file: {{_token}} } }
            secrets: { keyFile: {{Path.Combine(data, "secret.key")}} }
            """);
        _command = [.. wrapper?.Invoke(this) ?? [], "dotnet", Program, "serve", "--config", _config];
    }

    /// <summary>The program under test, beside the tests.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "actormft.dll");

    public string Storage { get; }

    public string Database { get; }

    public int SftpPort { get; }

    public string ManagementUrl { get; }

    public int ProcessId => _process!.Id;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public string Token => File.ReadAllText(_token).Trim();

    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(_command[0], _command.Skip(1))
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) =>
        {
            Keep(line.Data);
            if (line.Data?.StartsWith("ready ", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The node ended before it was ready:\n{Log}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>SIGKILL: no handler of the node runs.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: drains; returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        await ProcessRun.OfAsync("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return _process.ExitCode;
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
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}

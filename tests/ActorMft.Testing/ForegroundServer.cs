using System.Diagnostics;
using System.Net.Sockets;

namespace ActorMft.Testing;

/// <summary>A program that serves a loopback port from its start to its end, which comes with <see cref="DisposeAsync"/>.</summary>
public sealed class ForegroundServer : IAsyncDisposable
{
    private readonly ServerLog _log = new();
    private readonly Process _process;

    private ForegroundServer(Process process, int port)
    {
        _process = process;
        Port = port;
        process.OutputDataReceived += (_, line) => _log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _log.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>What it has printed so far.</summary>
    public string Log => _log.Text;

    /// <summary>Starts the program and waits until it accepts on the port.</summary>
    public static Task<ForegroundServer> StartAsync(int port, string program, params string[] arguments) =>
        StartAsync(port, program, arguments, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The same with variables in its environment.</summary>
    public static async Task<ForegroundServer> StartAsync(int port, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new ForegroundServer(Process.Start(start)!, port);
        await Eventually.TrueAsync($"{program} accepts on port {port}", server.AcceptsAsync);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AcceptsAsync()
    {
        _process.HasExited.ShouldBeFalse($"{_process.StartInfo.FileName}: {Log}");
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

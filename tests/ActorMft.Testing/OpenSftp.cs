using System.Diagnostics;

namespace ActorMft.Testing;

/// <summary>A stock <c>sftp</c> session that stays open and does one command after the other.</summary>
public sealed class OpenSftp : IAsyncDisposable
{
    private readonly ServerLog _output = new();
    private readonly Process _process;

    private OpenSftp(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
        _process.Exited += (_, _) => _output.End("sftp ended");
    }

    /// <summary>What it has printed.</summary>
    public string Output => _output.Text;

    /// <summary>Logs in; returns when the session has answered.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message has what the client printed.</exception>
    public static async Task<OpenSftp> StartAsync(StockSftp partner, params string[] options)
    {
        ArgumentNullException.ThrowIfNull(partner);
        var start = new ProcessStartInfo("sftp", partner.Arguments(["-b", "-", .. options]))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var session = new OpenSftp(new Process { StartInfo = start, EnableRaisingEvents = true });
        session._process.Start();
        session._process.BeginOutputReadLine();
        session._process.BeginErrorReadLine();
        try
        {
            await session.AskAsync("pwd", "Remote working directory");
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and waits for a line of its answer.</summary>
    public async Task<string> AskAsync(string command, string answer)
    {
        var line = _output.ExpectAsync(answer);
        await TellAsync(command);
        try
        {
            return await line.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"'{command}' was not answered by '{answer}' within a minute. The client printed:\n{Output}", exception);
        }
    }

    /// <summary>Sends a command for the server to a session that it has ended: the client notices it then.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> NoticeEndAsync(string command)
    {
        await TellAsync(command);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
    }
}

using System.Diagnostics;

namespace ActorMft.Ssh.Tests.OpenSsh;

/// <summary>A process that ends with the test.</summary>
internal sealed class RunningProcess(ProcessStartInfo start) : IAsyncDisposable
{
    public Process Process { get; } = Process.Start(start).ShouldNotBeNull();

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
    }
}

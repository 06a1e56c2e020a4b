using System.Diagnostics;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>OpenSSH's sftp-server as a child process, without SSH.</summary>
internal static class OpenSshServer
{
    public static async Task<SftpClient> ConnectAsync(string directory, SftpClientOptions? options = null, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("/usr/lib/openssh/sftp-server", ["-d", directory, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var transport = StreamPipe.Over(process.StandardOutput.BaseStream, process.StandardInput.BaseStream, async () =>
        {
            await process.WaitForExitAsync();
            process.Dispose();
        });
        return await SftpClient.StartAsync(transport, options ?? new SftpClientOptions(), CancellationToken.None);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Demo;

/// <summary>OpenSSH's <c>sftp</c>, the client that most partners have.</summary>
internal sealed class StockClient(DemoDirectory directory, IPEndPoint server) : IDemoClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public string Name => "OpenSSH's sftp";

    public static bool IsInstalled(Func<string, string?> variable) =>
        (variable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "sftp")));

    public Task UploadAsync(string user, string file, string folder, CancellationToken cancellationToken) =>
        RunAsync(user, $"-mkdir {folder}\nput \"{file}\" {folder}/\n", cancellationToken);

    public Task DownloadAsync(string user, string remotePath, string file, CancellationToken cancellationToken) =>
        RunAsync(user, $"get {remotePath} \"{file}\"\n", cancellationToken);

    /// <summary>The same call for a person.</summary>
    public static string CommandLine(IPEndPoint server, string user) => string.Create(
        CultureInfo.InvariantCulture,
        $"sftp -P {server.Port} -i {DemoDirectory.Name}/partner_key -o UserKnownHostsFile={DemoDirectory.Name}/known_hosts {user}@{server.Address}");

    private async Task RunAsync(string user, string batch, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("sftp", Arguments(user))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(batch.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            await output;
            if (process.ExitCode != 0)
            {
                throw new CliException($"sftp ended with exit code {process.ExitCode}: {(await error).Trim().ReplaceLineEndings(" | ")}");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancellationToken.ThrowIfCancellationRequested();
            throw new CliException($"sftp did not end within {Limit.TotalSeconds:0} s.");
        }
    }

    private string[] Arguments(string user) =>
    [
        "-P", server.Port.ToString(CultureInfo.InvariantCulture),
        "-i", directory.PartnerKey,
        "-F", "none",
        "-o", "IdentitiesOnly=yes",
        "-o", "StrictHostKeyChecking=accept-new",
        "-o", $"UserKnownHostsFile=\"{directory.KnownHosts}\"",
        "-o", "LogLevel=ERROR",
        "-b", "-",
        $"{user}@{server.Address}",
    ];
}

using System.Net;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Transfers;

namespace ActorMft.Cli.Demo;

/// <summary>One file's way: up to the inbox, through the flow, and back down from the warehouse.</summary>
internal sealed class DemoRun(DemoDirectory directory, DemoReport report, ManagementClient management, CliContext context)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Declares what the demo needs; what is there already stays as it is.</summary>
    public async Task DeclareAsync(ManagementAddress address, CancellationToken cancellationToken)
    {
        var (publicKey, isNew) = DemoKey.Prepare(directory);
        report.Step(isNew ? $"Made a key pair for the partner: {DemoDirectory.Name}/partner_key" : $"Using the partner's key pair of the last run: {DemoDirectory.Name}/partner_key");
        await File.WriteAllTextAsync(directory.Resources, DemoResources.Yaml(publicKey), cancellationToken);
        report.Step($"Declaring {DemoDirectory.Name}/resources.yaml, as 'actormft apply' does:");
        var said = new StringWriter();
        var status = await CliProgram.RunAsync(
            ["apply", "-f", directory.Resources, "--url", address.Url.AbsoluteUri, "--token", address.Token!],
            context with { Output = said, Error = said });
        foreach (var line in said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            report.Detail(line.TrimEnd());
        }
        if (status != ExitCode.Done)
        {
            throw new CliException("The resources were not accepted.");
        }
    }

    /// <returns>Whether the same bytes came out.</returns>
    public async Task<bool> MoveFileAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        IDemoClient client = StockClient.IsInstalled(context.Variable) ? new StockClient(directory, server) : new OwnClient(directory, server, context.Time);
        var file = await DemoFile.WriteAsync(directory.PartnerFiles, context.Time.GetUtcNow(), cancellationToken);
        report.Step($"The partner has a file: {file.Name}, {Quantity.Bytes(file.Length)}, sha256 {file.Sha256}");

        report.Step($"Uploading it to endpoint inbox with {client.Name}, as {DemoResources.Uploader}");
        await client.UploadAsync(DemoResources.Uploader, file.Path, DemoResources.SourceFolder, cancellationToken);
        report.Step("Uploaded: the node has the file on disk and has promised to deliver it");

        var id = await FollowAsync($"{DemoResources.SourceFolder}/{file.Name}", cancellationToken);

        var back = Path.Combine(directory.PartnerFiles, $"received-{file.Name}");
        report.Step($"Fetching it from endpoint warehouse with {client.Name}, as {DemoResources.Receiver}");
        await client.DownloadAsync(DemoResources.Receiver, $"{DemoResources.TargetFolder}/{file.Name}", back, cancellationToken);
        var received = await DemoFile.ReadAsync(back, cancellationToken);
        var isSame = received.Length == file.Length && received.Sha256 == file.Sha256;
        report.Step($"Received {Quantity.Bytes(received.Length)}, sha256 {received.Sha256}: {(isSame ? "the same bytes" : "NOT the same bytes")}");
        await ShowTimelineAsync(id, cancellationToken);
        File.Delete(file.Path);
        File.Delete(back);
        return isSame;
    }

    /// <summary>Reports every change of the file's transfer until it is delivered.</summary>
    private async Task<string> FollowAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var said = "";
        try
        {
            using var timer = new PeriodicTimer(Pause, context.Time);
            do
            {
                var transfers = await management.GetListAsync($"{TransferFilter.Path}?limit=20", limit.Token, 20);
                if (transfers.FirstOrDefault(item => item?["file"]?.ToString() == path) is not { } found)
                {
                    continue;
                }
                var row = TransferRow.From(found);
                var now = $"Transfer {row.Id} to {row.TargetText}: {row.State}{(string.IsNullOrEmpty(row.Error) ? "" : $", {row.Error}")}";
                if (now != said)
                {
                    report.Step(now);
                    said = now;
                }
                if (row.State == "delivered")
                {
                    return row.Id;
                }
                if (row.HasEnded)
                {
                    throw new CliException($"The file was not delivered: {row.Error}");
                }
            }
            while (await timer.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Too late; said below.
        }
        throw new CliException($"The file was not delivered within {Limit.TotalSeconds:0} s{(said.Length == 0 ? ": no transfer was made for it" : $"; the last state was: {said}")}.");
    }

    private async Task ShowTimelineAsync(string id, CancellationToken cancellationToken)
    {
        JsonObject transfer = await management.GetObjectAsync($"{TransferFilter.Path}/{Uri.EscapeDataString(id)}", cancellationToken);
        report.Step("The transfer's timeline, as 'actormft transfers show' prints it:");
        var text = new StringWriter();
        TransferTimeline.WriteEvents(text, transfer["events"] as JsonArray ?? []);
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            report.Detail(line.TrimEnd());
        }
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary><c>actormft sftp get ENDPOINT FILE</c>.</summary>
internal sealed class SftpGetCommand : ClientCommand
{
    private readonly Argument<string> _endpoint = new("ENDPOINT") { Description = EndpointFiles.EndpointHelp };
    private readonly Argument<string> _file = new("FILE") { Description = "The file's name; may have directories before it" };
    private readonly Option<string?> _to = new("--to") { Description = "Where to write it; default: its name, here. - writes to standard output" };
    private readonly Option<string?> _directory = new("--directory", "-d") { Description = EndpointFiles.DirectoryHelp };
    private readonly Option<bool> _resume = new("--resume") { Description = "Continue a local file that broke off" };
    private readonly Option<bool> _metadata = new("--metadata") { Description = "Also tell when the file was last changed" };
    private readonly FormatOption _format = new();

    public SftpGetCommand(CliContext context)
        : base("get", "Fetches a file.", context)
    {
        Add(_endpoint);
        Add(_file);
        Add(_to);
        Add(_directory);
        Add(_resume);
        Add(_metadata);
        Add(_format);
        Examples =
        [
            new("actormft sftp get acme/bank-in outgoing/report.csv", "writes ./report.csv"),
            new("actormft sftp get acme/bank-in report.csv --to - | head", "to a program"),
            new("actormft sftp get acme/bank-in large.zip --resume", "continues after a break"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var (directory, name) = EndpointFiles.Split(result.GetRequiredValue(_file), result.GetValue(_directory));
        var to = result.GetValue(_to) ?? name;
        var isOutput = to == "-";
        var target = Path.Combine(Context.Directory, to);
        var offset = result.GetValue(_resume) && !isOutput && File.Exists(target) ? new FileInfo(target).Length : 0;
        var path = await EndpointFiles.PathAsync(
            client,
            result.GetRequiredValue(_endpoint),
            "/content",
            cancellationToken,
            ("fileName", name),
            ("remoteDirectory", directory),
            ("offset", offset),
            ("metadata", result.GetValue(_metadata)));
        using var response = await client.OpenContentAsync(path, cancellationToken);
        var size = response.Content.Headers.ContentLength + offset;
        var progress = new ProgressLine(Context, name, size);
        try
        {
            await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var written = isOutput ? Console.OpenStandardOutput() : new FileStream(target, offset > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
            await new CountedStream(source, progress).CopyToAsync(written, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or UnauthorizedAccessException)
        {
            throw new CliException($"{name} broke off after {Quantity.Bytes(offset + progress.Done)}: {exception.Message} {(isOutput ? "Fetch it again." : "Continue with --resume; the node's log may say why.")}");
        }

        if (!isOutput)
        {
            var file = Describe(response, offset + progress.Done);
            NodeOutput.Write(Output, _format.Read(result), file, output => FileTable.Write(output, [file]));
        }

        return ExitCode.Done;
    }

    private static JsonObject Describe(HttpResponseMessage response, long size)
    {
        string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? Uri.UnescapeDataString(values.First()) : null;
        var file = new JsonObject
        {
            ["fileName"] = Header("ActorMft-File-Name"),
            ["remoteDirectory"] = Header("ActorMft-Remote-Directory"),
            ["type"] = "file",
            ["size"] = size,
        };
        if (Header("ActorMft-Timestamp") is { } timestamp)
        {
            file["timestamp"] = timestamp;
        }

        return file;
    }
}

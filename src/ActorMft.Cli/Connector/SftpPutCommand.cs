using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary><c>actormft sftp create|upsert ENDPOINT LOCAL</c>.</summary>
internal sealed class SftpPutCommand : ClientCommand
{
    private readonly bool _replaces;
    private readonly Argument<string> _endpoint = new("ENDPOINT") { Description = EndpointFiles.EndpointHelp };
    private readonly Argument<string> _local = new("LOCAL") { Description = "The file to send; - reads standard input" };
    private readonly Option<string?> _name = new("--name") { Description = "The file's name there; default: that of LOCAL. May have directories before it" };
    private readonly Option<string?> _directory = new("--directory", "-d") { Description = EndpointFiles.DirectoryHelp };
    private readonly Option<bool> _metadata = new("--metadata") { Description = "Also tell when the file was last changed" };
    private readonly FormatOption _format = new();

    public SftpPutCommand(CliContext context, bool replaces)
        : base(
            replaces ? "upsert" : "create",
            replaces ? "Writes a file, in the place of one that may be there. It is replaced in one step where the server can; until then the old one is whole." : "Writes a file; fails when it is there already, and leaves that as it is.",
            context)
    {
        _replaces = replaces;
        Add(_endpoint);
        Add(_local);
        Add(_name);
        Add(_directory);
        Add(_metadata);
        Add(_format);
        Examples =
        [
            new($"actormft sftp {Name} acme/bank-in invoice.csv", "into the directory where the endpoint begins"),
            new($"actormft sftp {Name} acme/bank-in invoice.csv -d inbound --name 2026-11.csv", "into another directory, under another name"),
            new($"pg_dump billing | actormft sftp {Name} acme/bank-in - --name billing.sql", "what a program writes, of any size"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var local = result.GetRequiredValue(_local);
        if (local == "-" && result.GetValue(_name) is null)
        {
            throw CliException.Usage("Standard input has no name; give the file's with --name.");
        }

        var (directory, name) = EndpointFiles.Split(result.GetValue(_name) ?? Path.GetFileName(local), result.GetValue(_directory));
        var path = await EndpointFiles.PathAsync(
            client,
            result.GetRequiredValue(_endpoint),
            "/content",
            cancellationToken,
            ("fileName", name),
            ("remoteDirectory", directory),
            ("mode", _replaces ? "upsert" : "create"),
            ("metadata", result.GetValue(_metadata)));
        await using var source = Open(local);
        long? size = source.CanSeek ? source.Length : null;
        using var content = new StreamContent(new CountedStream(source, new ProgressLine(Context, name, size)));
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.ContentLength = size;
        var file = await client.PutContentAsync(path, content, cancellationToken);
        NodeOutput.Write(Output, _format.Read(result), file, output => FileTable.Write(output, [file]));
        return ExitCode.Done;
    }

    private Stream Open(string local)
    {
        try
        {
            return local == "-" ? Console.OpenStandardInput() : File.OpenRead(Path.Combine(Context.Directory, local));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{local} can't be read: {exception.Message}");
        }
    }
}

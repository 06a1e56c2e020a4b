using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary><c>actormft sftp listen ENDPOINT</c>.</summary>
internal sealed class SftpListenCommand : ClientCommand
{
    private readonly Argument<string> _endpoint = new("ENDPOINT") { Description = EndpointFiles.EndpointHelp };
    private readonly Option<string?> _directory = new("--directory", "-d") { Description = EndpointFiles.DirectoryHelp };
    private readonly Option<string?> _include = new("--include") { Description = "A glob for names, such as *.csv; with a / for the path below the directory" };
    private readonly Option<bool> _recursive = new("--recursive", "-r") { Description = "Also the directories below" };
    private readonly Option<bool> _existing = new("--existing") { Description = "Also tell the files that are there at the start" };
    private readonly Option<double> _interval = new("--interval") { Description = "Seconds between two looks, 1 to 86400", DefaultValueFactory = _ => 10 };
    private readonly Option<int?> _count = new("--count") { Description = "End after so many files; default: go on until stopped" };
    private readonly Option<bool> _metadata = new("--metadata") { Description = "Also tell when each file was last changed" };
    private readonly FormatOption _format = new();

    public SftpListenCommand(CliContext context)
        : base("listen", "Tells each new file once, as soon as two looks in a row saw it with the same size and time.", context)
    {
        foreach (var symbol in new Option[] { _directory, _include, _recursive, _existing, _interval, _count, _metadata, _format })
        {
            Add(symbol);
        }

        Add(_endpoint);
        Examples =
        [
            new("actormft sftp listen acme/bank-in -d outgoing --include '*.csv'", "a line for each, until Ctrl-C"),
            new("actormft sftp listen acme/bank-in --existing --count 1 -o json", "waits for one file, for a script"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await EndpointFiles.PathAsync(
            client,
            result.GetRequiredValue(_endpoint),
            "/listen",
            cancellationToken,
            ("remoteDirectory", result.GetValue(_directory)),
            ("include", result.GetValue(_include)),
            ("recursive", result.GetValue(_recursive)),
            ("existing", result.GetValue(_existing)),
            ("interval", result.GetValue(_interval)),
            ("metadata", result.GetValue(_metadata)));
        using var response = await client.OpenContentAsync(path, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var told = 0;
        try
        {
            while ((result.GetValue(_count) is not { } most || told < most) && await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                told += Tell(line, _format.Read(result)) ? 1 : 0;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new ManagementException($"The node ended the connection ({exception.Message}). Listen again; --existing tells what came meanwhile.");
        }

        return result.GetValue(_count) is { } wanted && told < wanted ? ExitCode.Failed : ExitCode.Done;
    }

    /// <returns>Whether the line is a file.</returns>
    private bool Tell(string line, OutputFormat format)
    {
        var document = JsonNode.Parse(line);
        if (document?["type"]?.ToString() == "problem")
        {
            Context.Error.WriteLine(TerminalText.Clean($"{document["message"]}"));
            return false;
        }

        Output.WriteLine(format == OutputFormat.Json ? line : TerminalText.Clean($"{$"{document?["remoteDirectory"]}".TrimEnd('/')}/{document?["fileName"]}"));
        Output.Flush();
        return true;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary><c>actormft sftp query ENDPOINT</c>.</summary>
internal sealed class SftpQueryCommand : ClientCommand
{
    private readonly Argument<string> _endpoint = new("ENDPOINT") { Description = EndpointFiles.EndpointHelp };
    private readonly Option<string?> _directory = new("--directory", "-d") { Description = EndpointFiles.DirectoryHelp };
    private readonly Option<string?> _include = new("--include") { Description = "A glob for names, such as *.csv; with a / for the path below the directory" };
    private readonly Option<long?> _minSize = new("--min-size") { Description = "In bytes" };
    private readonly Option<long?> _maxSize = new("--max-size") { Description = "In bytes" };
    private readonly Option<DateTimeOffset?> _after = new("--modified-after") { Description = "A time such as 2026-11-25T00:00:00Z" };
    private readonly Option<DateTimeOffset?> _before = new("--modified-before") { Description = "A time such as 2026-11-25T00:00:00Z" };
    private readonly Option<bool> _recursive = new("--recursive", "-r") { Description = "Also the directories below" };
    private readonly Option<string> _sort = new("--sort") { Description = "name, size or time", DefaultValueFactory = _ => "name" };
    private readonly Option<bool> _descending = new("--descending") { Description = "Largest, latest or last first" };
    private readonly Option<int> _limit = new("--limit") { Description = "At most so many, up to 100000", DefaultValueFactory = _ => 1000 };
    private readonly Option<bool> _metadata = new("--metadata") { Description = "Also tell when each file was last changed" };
    private readonly FormatOption _format = new();

    public SftpQueryCommand(CliContext context)
        : base("query", "Finds files by name, size and time.", context)
    {
        _sort.AcceptOnlyFromAmong("name", "size", "time");
        Add(_endpoint);
        foreach (var option in new Option[] { _directory, _include, _minSize, _maxSize, _after, _before, _recursive, _sort, _descending, _limit, _metadata, _format })
        {
            Add(option);
        }

        Examples =
        [
            new("actormft sftp query acme/bank-in -d outgoing --include '*.csv'", "by name"),
            new("actormft sftp query acme/bank-in -r --min-size 1000000 --sort size --descending --limit 10", "the ten largest of at least 1 MB, in all directories"),
            new("actormft sftp query acme/bank-in --modified-after 2026-11-25T00:00:00Z --metadata -o json", "what is new since then, for a program"),
        ];
    }

    /// <summary>The document that a node answered, of any length.</summary>
    public static async Task<JsonNode?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken);
    }

    /// <summary>For programs the items alone, as of every list.</summary>
    public static void Write(CliContext context, OutputFormat format, JsonObject listing)
    {
        var items = listing["items"] as JsonArray ?? [];
        NodeOutput.Write(context.Output, format, items, output =>
        {
            if (items.Count == 0)
            {
                output.WriteLine("No files.");
                return;
            }

            FileTable.Write(output, items);
        });
        if (listing["truncated"]?.GetValue<bool>() == true)
        {
            context.Error.WriteLine($"There are more than these {items.Count}; narrow the query, or raise --limit.");
        }
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await EndpointFiles.PathAsync(
            client,
            result.GetRequiredValue(_endpoint),
            "",
            cancellationToken,
            ("remoteDirectory", result.GetValue(_directory)),
            ("include", result.GetValue(_include)),
            ("minSize", result.GetValue(_minSize)),
            ("maxSize", result.GetValue(_maxSize)),
            ("modifiedAfter", result.GetValue(_after)),
            ("modifiedBefore", result.GetValue(_before)),
            ("recursive", result.GetValue(_recursive)),
            ("filesOnly", true),
            ("sort", result.GetValue(_sort)),
            ("descending", result.GetValue(_descending)),
            ("limit", result.GetValue(_limit)),
            ("metadata", result.GetValue(_metadata)));
        using var response = await client.OpenContentAsync(path, cancellationToken);
        Write(Context, _format.Read(result), await ReadAsync(response, cancellationToken) as JsonObject ?? []);
        return ExitCode.Done;
    }
}

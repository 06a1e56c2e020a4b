using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary><c>actormft sftp list ENDPOINT [DIRECTORY]</c>.</summary>
internal sealed class SftpListCommand : ClientCommand
{
    private readonly Argument<string> _endpoint = new("ENDPOINT") { Description = EndpointFiles.EndpointHelp };
    private readonly Argument<string?> _directory = new("DIRECTORY") { Description = EndpointFiles.DirectoryHelp, Arity = ArgumentArity.ZeroOrOne };
    private readonly FormatOption _format = new();

    public SftpListCommand(CliContext context)
        : base("list", "Lists a directory: files and directories, by name.", context)
    {
        Add(_endpoint);
        Add(_directory);
        Add(_format);
        Examples =
        [
            new("actormft sftp list acme/bank-in", "where the endpoint begins"),
            new("actormft sftp list acme/bank-in outgoing -o json", "another directory, for a program"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await EndpointFiles.PathAsync(
            client,
            result.GetRequiredValue(_endpoint),
            "",
            cancellationToken,
            ("remoteDirectory", result.GetValue(_directory)),
            ("limit", 100_000),
            ("metadata", true));
        using var response = await client.OpenContentAsync(path, cancellationToken);
        SftpQueryCommand.Write(Context, _format.Read(result), await SftpQueryCommand.ReadAsync(response, cancellationToken) as JsonObject ?? []);
        return ExitCode.Done;
    }
}

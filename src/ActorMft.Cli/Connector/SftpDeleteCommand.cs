using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Connector;

/// <summary><c>actormft sftp delete ENDPOINT FILE</c>.</summary>
internal sealed class SftpDeleteCommand : ClientCommand
{
    private readonly Argument<string> _endpoint = new("ENDPOINT") { Description = EndpointFiles.EndpointHelp };
    private readonly Argument<string> _file = new("FILE") { Description = "The file's name; may have directories before it" };
    private readonly Option<string?> _directory = new("--directory", "-d") { Description = EndpointFiles.DirectoryHelp };

    public SftpDeleteCommand(CliContext context)
        : base("delete", "Removes a file.", context)
    {
        Add(_endpoint);
        Add(_file);
        Add(_directory);
        Examples = [new("actormft sftp delete acme/bank-in outgoing/report.csv", "fails when it isn't there")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var (directory, name) = EndpointFiles.Split(result.GetRequiredValue(_file), result.GetValue(_directory));
        var path = await EndpointFiles.PathAsync(
            client, result.GetRequiredValue(_endpoint), "", cancellationToken, ("fileName", name), ("remoteDirectory", directory));
        await client.DeleteAsync(path, cancellationToken);
        Output.WriteLine(TerminalText.Clean($"deleted {result.GetRequiredValue(_file)}"));
        return ExitCode.Done;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Remotes;

/// <summary><c>actormft remote test NAME</c>.</summary>
internal sealed class RemoteTestCommand : ClientCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a remote server" };
    private readonly FormatOption _format = new();

    public RemoteTestCommand(CliContext context)
        : base("test", "Connects and logs in to a remote server from the node, and says what is wrong, in words.", context)
    {
        Add(_name);
        Add(_format);
        Examples = [new("actormft remote test acme/bank", "exit code 0 when files could be delivered there, else 1 and the reason")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await RemoteLookup.PathAsync(client, result.GetRequiredValue(_name), cancellationToken);
        var answer = await client.PostAsync($"{path}/test", null, cancellationToken) as JsonObject ?? [];
        var isFine = answer["ok"]?.GetValue<bool>() is not false;
        NodeOutput.Write(Output, _format.Read(result), answer, output => WriteText(output, answer, isFine));
        return isFine ? ExitCode.Done : ExitCode.Failed;
    }

    private static void WriteText(TextWriter output, JsonObject answer, bool isFine)
    {
        output.WriteLine(TerminalText.Clean(answer["message"]?.ToString() ?? (isFine ? "The connection and the login work." : "The test failed.")));
        if (answer["hostKey"] is { } hostKey)
        {
            output.WriteLine(TerminalText.Clean($"Host key: {hostKey}"));
        }
    }
}

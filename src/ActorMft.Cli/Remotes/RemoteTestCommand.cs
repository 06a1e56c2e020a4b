using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Remotes;

/// <summary><c>actormft remote test NAME</c>.</summary>
internal sealed class RemoteTestCommand : ClientCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a remote server" };
    private readonly Option<string?> _directory = new("--directory") { Description = "a directory to look at, from where the login lands", HelpName = "DIR" };
    private readonly FormatOption _format = new();

    public RemoteTestCommand(CliContext context)
        : base("test", "Connects and logs in to a remote server from the node, step by step, and says which step fails and what to do.", context)
    {
        Add(_name);
        Add(_directory);
        Add(_format);
        Examples =
        [
            new("actormft remote test acme/bank", "exit code 0 when files could be delivered there, else 1 and the reason"),
            new("actormft remote test acme/bank --directory inbound", "also whether that directory is there"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var format = _format.Read(result);
        var path = await RemoteLookup.PathAsync(client, result.GetRequiredValue(_name), cancellationToken) + "/test";
        if (result.GetValue(_directory) is { } directory)
        {
            path += "?directory=" + Uri.EscapeDataString(directory);
        }
        Action<JsonObject> show = format == OutputFormat.Table ? WriteStep : static _ => { };
        var answer = await client.PostForLinesAsync(path, show, cancellationToken);
        NodeOutput.Write(Output, format, answer, output => WriteText(output, answer));
        return answer["ok"]?.GetValue<bool>() is true ? ExitCode.Done : ExitCode.Failed;
    }

    private void WriteStep(JsonObject step)
    {
        var took = step["milliseconds"]?.GetValue<double>() ?? 0;
        var outcome = step["ok"]?.GetValue<bool>() is true ? "ok" : "FAILED";
        var line = string.Create(CultureInfo.InvariantCulture, $"{Words(step["step"]?.ToString()),-15} {outcome,-6} {took,7:0} ms  {step["seen"]}");
        Output.WriteLine(TerminalText.Clean(line.TrimEnd()));
        Output.Flush();
    }

    private static void WriteText(TextWriter output, JsonObject answer)
    {
        output.WriteLine(TerminalText.Clean(answer["message"]?.ToString() ?? ""));
        if (answer["hostKey"] is { } hostKey)
        {
            output.WriteLine(TerminalText.Clean($"Host key: {hostKey}"));
        }

        if (answer["algorithms"] is { } algorithms)
        {
            output.WriteLine(TerminalText.Clean($"Algorithms: {algorithms}"));
        }
    }

    private static string Words(string? step) => step switch
    {
        "slot" => "connection cap",
        "nameLookup" => "name lookup",
        "tcp" => "TCP",
        "keyExchange" => "key exchange",
        "hostKey" => "host key",
        "authentication" => "login",
        "subsystem" => "SFTP",
        _ => step ?? "",
    };
}

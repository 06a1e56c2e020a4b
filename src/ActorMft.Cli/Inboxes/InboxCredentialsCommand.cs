using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Inboxes;

/// <summary><c>actormft inbox credentials ORGANIZATION/FLOW [--rotate]</c>.</summary>
internal sealed class InboxCredentialsCommand : ClientCommand
{
    private const string Path = "api/v1/auth/sftp-credentials";

    private readonly Argument<string> _space = new("SPACE") { Description = "ORGANIZATION/FLOW of a flow with an inbox" };
    private readonly Option<bool> _rotate = new("--rotate") { Description = "Make a new password first; sessions with the old one end" };
    private readonly FormatOption _format = new();

    public InboxCredentialsCommand(CliContext context)
        : base("credentials", "Tells how to upload to a space inbox: user name, password, host and port. Made at the first call, the same at each later one.", context)
    {
        Add(_space);
        Add(_rotate);
        Add(_format);
        Examples =
        [
            new("actormft inbox credentials acme/invoices", "the password is printed: mind who looks on"),
            new("actormft inbox credentials acme/invoices --rotate -o json", "a new password, for a program"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var space = Uri.EscapeDataString(result.GetRequiredValue(_space));
        var answer = result.GetValue(_rotate)
            ? await client.PostAsync($"{Path}/rotate?space={space}", null, cancellationToken) as JsonObject ?? []
            : await client.GetObjectAsync($"{Path}?space={space}", cancellationToken);
        NodeOutput.Write(Output, _format.Read(result), answer, output => WriteText(output, answer["data"] as JsonObject ?? []));
        return ExitCode.Done;
    }

    private static void WriteText(TextWriter output, JsonObject data)
    {
        output.WriteLine(TerminalText.Clean($"user name  {data["username"]}"));
        output.WriteLine(TerminalText.Clean($"password   {data["password"]}"));
        output.WriteLine(TerminalText.Clean($"host       {data["host"]}"));
        output.WriteLine(TerminalText.Clean($"port       {data["port"]}"));
        output.WriteLine();
        output.WriteLine(TerminalText.Clean($"sftp -P {data["port"]} {data["username"]}@{data["host"]}"));
    }
}

using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Sessions;

/// <summary><c>actormft sessions close ID</c>.</summary>
internal sealed class SessionsCloseCommand : ClientCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "as 'actormft sessions' shows it" };
    private readonly Option<string?> _reason = new("--reason") { Description = "told to the partner and written to the log; one line", HelpName = "TEXT" };

    public SessionsCloseCommand(CliContext context)
        : base("close", "Ends a session. A file that it was uploading stays as it is and can be continued.", context)
    {
        Add(_id);
        Add(_reason);
        Examples =
        [
            new("actormft sessions close 01JD2Y...", "ends one session, whichever node holds it"),
            new("actormft sessions close 01JD2Y... --reason \"maintenance until 14:00\"", "the partner is told why"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var id = result.GetRequiredValue(_id);
        var query = result.GetValue(_reason) is { } reason ? $"?reason={Uri.EscapeDataString(reason)}" : "";
        await client.DeleteAsync($"api/v1/sessions/{Uri.EscapeDataString(id)}{query}", cancellationToken);
        Output.WriteLine(TerminalText.Clean($"closed {id}"));
        return ExitCode.Done;
    }
}

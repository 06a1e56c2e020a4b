using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Sessions;

/// <summary><c>actormft sessions close ID</c>.</summary>
internal sealed class SessionsCloseCommand : ClientCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "as 'actormft sessions' shows it" };

    public SessionsCloseCommand(CliContext context)
        : base("close", "Ends a session. A file that it was uploading stays as it is and can be continued.", context)
    {
        Add(_id);
        Examples = [new("actormft sessions close 01JD2Y...", "ends one session, whichever node holds it")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var id = result.GetRequiredValue(_id);
        await client.DeleteAsync($"api/v1/sessions/{Uri.EscapeDataString(id)}", cancellationToken);
        Output.WriteLine(TerminalText.Clean($"closed {id}"));
        return ExitCode.Done;
    }
}

using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Sessions;

/// <summary><c>actormft sessions</c>: who is connected, on any node.</summary>
internal sealed class SessionsCommand : ClientCommand
{
    private readonly FormatOption _format = new();

    public SessionsCommand(CliContext context)
        : base("sessions", "Lists the partners' open sessions on all nodes.", context)
    {
        Add(_format);
        Add(new SessionsCloseCommand(context));
        Examples =
        [
            new("actormft sessions", "who is connected, since when, and what they have moved"),
            new("actormft sessions close 01JD2Y...", "ends one, whichever node holds it"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var sessions = await client.GetListAsync("api/v1/sessions", cancellationToken);
        NodeOutput.Write(Output, _format.Read(result), sessions, output => SessionTable.Write(output, sessions, Context.Time.GetUtcNow()));
        return ExitCode.Done;
    }
}

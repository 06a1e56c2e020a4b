using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Resources;

/// <summary><c>actormft delete KIND NAME</c>.</summary>
internal sealed class DeleteCommand : ClientCommand
{
    private readonly Argument<string> _kind = new("KIND") { Description = "organization, endpoint, user, remote, flow, sync or mount" };
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME" };

    public DeleteCommand(CliContext context)
        : base("delete", "Removes a declared resource. What others still refer to is not removed.", context)
    {
        Add(_kind);
        Add(_name);
        Examples =
        [
            new("actormft delete flow acme/invoices", "ends a flow; its files stay where they are"),
            new("actormft delete user acme-upload", "a login; the organization may be left out when only one has that name"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var kind = ResourceKind.Parse(result.GetValue(_kind)!);
        var name = ResourceName.Parse(result.GetValue(_name)!);
        var (organization, found) = await new ResourceLookup(client).ResolveAsync(kind, name, cancellationToken);
        await client.DeleteAsync(ResourceLookup.PathOf(kind, organization, found), cancellationToken);
        Output.WriteLine(TerminalText.Clean(kind.Segment is null ? $"deleted {kind.Name} {found}" : $"deleted {kind.Name} {organization}/{found}"));
        return ExitCode.Done;
    }
}

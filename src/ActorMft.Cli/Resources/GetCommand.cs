using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Resources;

/// <summary><c>actormft get KIND [NAME]</c>.</summary>
internal sealed class GetCommand : ClientCommand
{
    private readonly Argument<string> _kind = new("KIND") { Description = "organization, endpoint, user, remote, flow, sync or mount" };
    private readonly Argument<string?> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME; without it, all of the kind", Arity = ArgumentArity.ZeroOrOne };
    private readonly FormatOption _format = new();

    public GetCommand(CliContext context)
        : base("get", "Shows declared resources. Secrets are never shown.", context)
    {
        Add(_kind);
        Add(_name);
        Add(_format);
        Examples =
        [
            new("actormft get flows", "a table of all flows"),
            new("actormft get endpoint acme/inbox -o yaml", "one endpoint, in the form that apply reads"),
            new("actormft get users -o json", "all users, for a program"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var kind = ResourceKind.Parse(result.GetValue(_kind)!);
        var format = _format.Read(result);
        var lookup = new ResourceLookup(client);
        if (result.GetValue(_name) is { } name)
        {
            var (organization, found) = await lookup.ResolveAsync(kind, ResourceName.Parse(name), cancellationToken);
            var item = await client.GetObjectAsync(ResourceLookup.PathOf(kind, organization, found), cancellationToken);
            NodeOutput.Write(Output, format, item, output => ResourceTable.Write(output, kind, [item]));
        }
        else
        {
            var items = await lookup.ListAsync(kind, cancellationToken);
            NodeOutput.Write(Output, format, items, output => ResourceTable.Write(output, kind, items));
        }
        return ExitCode.Done;
    }
}

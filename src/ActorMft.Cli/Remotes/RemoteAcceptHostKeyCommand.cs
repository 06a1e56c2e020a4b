using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Remotes;

/// <summary><c>actormft remote accept-host-key NAME</c>.</summary>
internal sealed class RemoteAcceptHostKeyCommand : ClientCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a remote server" };

    public RemoteAcceptHostKeyCommand(CliContext context)
        : base("accept-host-key", "Accepts the key that a remote server showed last, and enables it again. Ask its owner first whether the key was changed.", context)
    {
        Add(_name);
        Examples = [new("actormft remote accept-host-key acme/bank", "after the bank has confirmed its new key's fingerprint")];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var name = result.GetRequiredValue(_name);
        var path = await RemoteLookup.PathAsync(client, name, cancellationToken);
        var answer = await client.PostAsync($"{path}/accept-host-key", null, cancellationToken) as JsonObject;
        var fingerprint = answer?["hostKey"]?.ToString() ?? "the key it showed last";
        Output.WriteLine(TerminalText.Clean($"{name} is trusted with {fingerprint} from now on."));
        return ExitCode.Done;
    }
}

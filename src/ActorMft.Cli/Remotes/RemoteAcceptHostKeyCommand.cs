using System.CommandLine;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Remotes;

/// <summary><c>actormft remote accept-host-key NAME</c>.</summary>
internal sealed class RemoteAcceptHostKeyCommand : ClientCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a remote server" };
    private readonly Option<bool> _yes = new("--yes") { Description = "accept the new key without being asked" };

    private readonly Option<string?> _fingerprint = new("--fingerprint")
    {
        Description = "accept this key only: the new one as its owner has told it, or the old one to go on with that",
        HelpName = "SHA256:...",
    };

    public RemoteAcceptHostKeyCommand(CliContext context)
        : base("accept-host-key", "Shows the old and the new key of a remote server whose key has changed, accepts the new one, and enables it again. Ask its owner first whether the key was changed.", context)
    {
        Add(_name);
        Add(_yes);
        Add(_fingerprint);
        Examples =
        [
            new("actormft remote accept-host-key acme/bank", "shows both fingerprints and asks"),
            new("actormft remote accept-host-key acme/bank --fingerprint SHA256:...", "accepts the key that the bank has told, and no other"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var name = result.GetRequiredValue(_name);
        var path = await RemoteLookup.PathAsync(client, name, cancellationToken);
        var remote = await client.GetObjectAsync(path, cancellationToken);
        var offered = remote["status"]?["offeredHostKey"]?.ToString()
            ?? throw new CliException($"No changed host key of {name} waits to be accepted; 'actormft remote test {name}' connects and compares.");
        var old = remote["status"]?["hostKey"]?.ToString() ?? remote["hostKey"]?.ToString();
        Output.WriteLine(TerminalText.Clean($"old key: {old}"));
        Output.WriteLine(TerminalText.Clean($"new key: {offered}"));
        var fingerprint = result.GetValue(_fingerprint) ?? offered;
        if (!result.GetValue(_yes) && result.GetValue(_fingerprint) is null && !await IsConfirmedAsync(name, cancellationToken))
        {
            Output.WriteLine("Nothing was changed.");
            return ExitCode.Failed;
        }

        var answer = await client.PostAsync($"{path}/accept-host-key", new JsonObject { ["fingerprint"] = fingerprint }, cancellationToken) as JsonObject;
        Output.WriteLine(TerminalText.Clean($"{name} is trusted with {answer?["hostKey"] ?? fingerprint} from now on, and enabled."));
        return ExitCode.Done;
    }

    private async Task<bool> IsConfirmedAsync(string name, CancellationToken cancellationToken)
    {
        Output.Write(TerminalText.Clean($"Has the owner of {name} confirmed the new key? Accept it? [y/N] "));
        Output.Flush();
        var answer = await Context.Input.ReadLineAsync(cancellationToken);
        if (answer is null)
        {
            Output.WriteLine();
            throw CliException.Usage("There is nobody to answer: compare the new key with what its owner says, then run the command with --fingerprint SHA256:... (or with --yes).");
        }

        return answer.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}

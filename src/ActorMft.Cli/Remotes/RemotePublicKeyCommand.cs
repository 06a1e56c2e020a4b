using System.CommandLine;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Remotes;

/// <summary><c>actormft remote public-key NAME</c>.</summary>
internal sealed class RemotePublicKeyCommand : ClientCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "NAME or ORGANIZATION/NAME of a remote server" };

    private readonly Option<string> _form = new("--form")
    {
        Description = "openssh: the line for an authorized_keys file; rfc4716: SSH2 form, which many commercial servers take",
        HelpName = "openssh|rfc4716",
        DefaultValueFactory = _ => "openssh",
    };

    private readonly Option<string?> _save = new("--save") { Description = "write it to a file", HelpName = "FILE" };
    private readonly FormatOption _format = new();

    public RemotePublicKeyCommand(CliContext context)
        : base("public-key", "Shows the public half of the key that a remote server is logged in to with, for its owner.", context)
    {
        _form.AcceptOnlyFromAmong("openssh", "rfc4716");
        Add(_name);
        Add(_form);
        Add(_save);
        Add(_format);
        Examples =
        [
            new("actormft remote public-key acme/bank", "the line that the bank puts into its authorized_keys"),
            new("actormft remote public-key acme/bank --form rfc4716 --save acme.pub", "a file to send to the bank"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        var path = await RemoteLookup.PathAsync(client, result.GetRequiredValue(_name), cancellationToken);
        var key = await client.GetObjectAsync($"{path}/public-key", cancellationToken);
        var text = string.Join('\n', key[result.GetValue(_form) == "rfc4716" ? "rfc4716" : "openSsh"]?.ToString().TrimEnd().Split('\n').Select(TerminalText.Clean) ?? []);
        if (result.GetValue(_save) is { } file)
        {
            await File.WriteAllTextAsync(Path.GetFullPath(file, Context.Directory), text + "\n", cancellationToken);
            Output.WriteLine($"The public key {key["fingerprint"]} is in {file}.");
            return ExitCode.Done;
        }

        NodeOutput.Write(Output, _format.Read(result), key, output => output.WriteLine(text));
        return ExitCode.Done;
    }
}

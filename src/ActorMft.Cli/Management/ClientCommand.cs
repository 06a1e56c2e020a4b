using System.CommandLine;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Management;

/// <summary>A command that talks to a node.</summary>
internal abstract class ClientCommand : CliCommand
{
    private readonly ManagementOptions _management = new();

    protected ClientCommand(string name, string description, CliContext context)
        : base(name, description)
    {
        Context = context;
        SetAction(RunAsync);
    }

    protected CliContext Context { get; }

    protected TextWriter Output => Context.Output;

    public void AddManagementOptions() => _management.AddTo(this);

    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var client = new ManagementClient(_management.Read(result, Context));
        return await RunAsync(client, result, cancellationToken);
    }
}

using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using ActorMft.Cli.Management;
using ActorMft.Cli.Terminal;
using ActorMft.Domain.Json;

namespace ActorMft.Cli.Cluster;

/// <summary><c>actormft cluster drain NODE</c>: asks a node to leave and watches until it has.</summary>
internal sealed class ClusterDrainCommand : ClientCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);

    private readonly Argument<string> _node = new("NODE") { Description = "the node's name, as 'actormft cluster status' shows it" };

    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = "how long to watch, for instance 90s or 5m; the node drains on when the time is up",
        HelpName = "TIME",
        DefaultValueFactory = _ => "5m",
    };

    public ClusterDrainCommand(CliContext context)
        : base(
            "drain",
            """
            Asks a node to leave in good order, and shows how far it is until it has left and its process has ended with exit code 0.
            It is not ready any more at once, so the load balancer sends partners elsewhere; its deliveries go on at other nodes where
            they were; sessions that do nothing are closed with a reason, busy ones when their file is done or its setting
            cluster.drainTimeout is over. Any node can be asked, the leaving one too.
            """,
            context)
    {
        Add(_node);
        Add(_timeout);
        Examples =
        [
            new("actormft cluster drain node-2", "before its machine is restarted or upgraded"),
            new("actormft cluster drain node-2 --timeout 90s && systemctl stop actormft", "one step of a rolling restart"),
        ];
    }

    protected override async Task<int> RunAsync(ManagementClient client, ParseResult result, CancellationToken cancellationToken)
    {
        if (!Duration.TryParse(result.GetRequiredValue(_timeout), out var timeout) || timeout <= TimeSpan.Zero)
        {
            throw CliException.Usage($"--timeout is {Duration.Allowed}.");
        }
        var name = result.GetRequiredValue(_node);
        var start = Context.Time.GetTimestamp();
        var node = await FindAsync(client, name, cancellationToken);
        await client.PutAsync($"cluster/members/{node.Id}?operation=leave", cancellationToken);
        Output.WriteLine(TerminalText.Clean($"{name} was asked to leave"));
        var shown = "";
        while (Context.Time.GetElapsedTime(start) < timeout)
        {
            var step = await LookAsync(client, name, node, cancellationToken);
            if (step is null)
            {
                Output.WriteLine(TerminalText.Clean($"{name} has left after {Quantity.Duration(Context.Time.GetElapsedTime(start))}"));
                return ExitCode.Done;
            }
            if (!string.Equals(step, shown, StringComparison.Ordinal))
            {
                shown = step;
                Output.WriteLine(TerminalText.Clean(step));
            }
            await Task.Delay(LookEvery, Context.Time, cancellationToken);
        }
        throw new CliException($"{TerminalText.Clean(name)} has not left within {Duration.Format(timeout)} (--timeout); it drains on, see 'actormft cluster status'.");
    }

    private static async Task<(string Id, bool IsSelf)> FindAsync(ManagementClient client, string name, CancellationToken cancellationToken)
    {
        var list = await client.GetObjectAsync("cluster/members", cancellationToken);
        var members = list["members"] as JsonArray ?? [];
        var isSelf = string.Equals(JsonText.Show(list["selfNode"]), name, StringComparison.Ordinal);
        return members.LastOrDefault(member => string.Equals(JsonText.Show(member?["node"]), name, StringComparison.Ordinal)) is { } found
            ? (JsonText.Show(found["nodeUid"]), isSelf)
            : throw new CliException(
                TerminalText.Clean($"There is no node {name} in the cluster; there {(members.Count == 1 ? "is" : "are")} {string.Join(", ", members.Select(member => JsonText.Show(member?["node"])).Distinct())}."));
    }

    /// <returns>What it is at, in words; null when it has left.</returns>
    private static async Task<string?> LookAsync(ManagementClient client, string name, (string Id, bool IsSelf) node, CancellationToken cancellationToken)
    {
        try
        {
            var member = await client.GetObjectAsync($"cluster/members/{node.Id}", cancellationToken);
            var sessions = await client.GetListAsync("api/v1/sessions", cancellationToken);
            var own = sessions.Count(session => string.Equals(JsonText.Show(session?["node"]), name, StringComparison.Ordinal));
            return JsonText.Show(member["status"]) switch
            {
                "Down" => throw new CliException($"{TerminalText.Clean(name)} did not drain: it stopped renewing its lease and is dead; its work goes on at the others."),
                "Up" => $"{name} has not seen the request yet",
                _ => $"{name} is leaving: {Count(JsonText.Show(member["shards"]), "shard")} to hand over, {Count($"{own}", "session")} open",
            };
        }
        catch (ManagementException e) when (e.Status is HttpStatusCode.NotFound || (e.Status is null && node.IsSelf))
        {
            // Its management interface is closed last: when the leaving node itself does not answer any more, it is done.
            return null;
        }
    }

    private static string Count(string number, string what) => number is "1" ? $"1 {what}" : $"{number} {what}s";
}

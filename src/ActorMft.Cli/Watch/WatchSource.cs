using ActorMft.Cli.Management;
using ActorMft.Cli.Transfers;

namespace ActorMft.Cli.Watch;

/// <summary>Looks at what is under way, and keeps what ended while it was watched.</summary>
internal sealed class WatchSource(ManagementClient client, string? flow)
{
    /// <summary>As many as fit a screen several times over; the node counts the rest.</summary>
    private const int MaxOpen = 200;

    private const int MaxEnded = 10;

    private static readonly string[] OpenStates = ["running", "waiting", "pending"];

    private readonly List<TransferRow> _ended = [];
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);

    /// <summary>Whether a transfer was parked while it was watched.</summary>
    public bool SawParked { get; private set; }

    /// <summary>What is open now, the oldest first, then what ended last.</summary>
    public async Task<IReadOnlyList<TransferRow>> LookAsync(CancellationToken cancellationToken)
    {
        var open = new Dictionary<string, TransferRow>(StringComparer.Ordinal);
        var isWhole = true;
        foreach (var state in OpenStates)
        {
            var items = await client.GetListAsync(PathFor(state), cancellationToken, MaxOpen);
            isWhole &= items.Count < MaxOpen;
            foreach (var row in items.Select(TransferRow.From))
            {
                open[row.Id] = row;
            }
        }
        _followed.UnionWith(open.Keys);
        if (isWhole)
        {
            // Only then does missing from the lists mean ended, or between two states.
            foreach (var gone in _followed.Except(open.Keys).ToList())
            {
                await LookAtGoneAsync(gone, open, cancellationToken);
            }
        }
        return [.. open.Values.OrderBy(row => row.Id, StringComparer.Ordinal), .. _ended];
    }

    private async Task LookAtGoneAsync(string id, Dictionary<string, TransferRow> open, CancellationToken cancellationToken)
    {
        var row = TransferRow.From(await client.GetObjectAsync($"{TransferFilter.Path}/{Uri.EscapeDataString(id)}", cancellationToken));
        if (!row.HasEnded)
        {
            open[row.Id] = row;
            return;
        }
        _followed.Remove(id);
        SawParked |= row.State == "parked";
        _ended.Add(row);
        if (_ended.Count > MaxEnded)
        {
            _ended.RemoveAt(0);
        }
    }

    private string PathFor(string state) =>
        $"{TransferFilter.Path}?state={state}&limit={MaxOpen}{(flow is null ? "" : "&flow=" + Uri.EscapeDataString(flow))}";
}

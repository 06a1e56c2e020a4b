using System.CommandLine;

namespace ActorMft.Cli.Transfers;

/// <summary>Which transfers a list shows.</summary>
internal sealed class TransferFilter
{
    public const string Path = "api/v1/transfers";

    private readonly Option<string?> _flow = new("--flow") { Description = "only those of a flow, written ORGANIZATION/NAME", HelpName = "FLOW" };
    private readonly Option<string?> _state = new("--state") { Description = "only those in a state", HelpName = "pending|running|waiting|delivered|parked|cancelled" };
    private readonly Option<int> _limit = new("--limit") { Description = "at most this many, newest first", HelpName = "N", DefaultValueFactory = _ => 50 };

    public TransferFilter()
    {
        _state.AcceptOnlyFromAmong("pending", "running", "waiting", "delivered", "parked", "cancelled");
        _limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var limit) && limit < 1)
            {
                result.AddError("--limit is a number from 1 on.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_flow);
        command.Add(_state);
        command.Add(_limit);
    }

    public int Limit(ParseResult result) => result.GetValue(_limit);

    public string PathFor(ParseResult result)
    {
        var query = new List<string> { $"limit={Math.Min(Limit(result), 500)}" };
        if (result.GetValue(_flow) is { } flow)
        {
            query.Add($"flow={Uri.EscapeDataString(flow)}");
        }
        if (result.GetValue(_state) is { } state)
        {
            query.Add($"state={state}");
        }
        return $"{Path}?{string.Join('&', query)}";
    }
}

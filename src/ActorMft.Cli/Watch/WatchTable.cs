using System.Globalization;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Transfers;
using Spectre.Console;

namespace ActorMft.Cli.Watch;

/// <summary>A table that redraws itself in place.</summary>
internal sealed class WatchTable(CliContext context)
{
    private const int BarWidth = 20;

    public async Task RunAsync(Func<Action<IReadOnlyList<TransferRow>>, Task> follow)
    {
        try
        {
            await context.Console.Live(new Text("")).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).StartAsync(live => follow(rows =>
            {
                live.UpdateTarget(Draw(rows, context.Time.GetUtcNow()));
                live.Refresh();
            }));
        }
        finally
        {
            // The cursor stands behind the table; the shell's prompt belongs below it.
            context.Console.WriteLine();
        }
    }

    internal static Table Draw(IReadOnlyList<TransferRow> rows, DateTimeOffset now)
    {
        var table = new Table { Border = TableBorder.None, Expand = true };
        foreach (var title in new[] { "FLOW", "FILE", "TARGET", "STATE", "PROGRESS", "BYTES", "REMARK" })
        {
            table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Bold))));
        }
        foreach (var row in rows)
        {
            table.AddRow(
                Cell(row.Flow),
                Cell(row.File),
                Cell(row.TargetText),
                new Text(row.State, StyleOf(row.State)),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{Quantity.Bar(row.Percent, BarWidth)} {row.Percent,3} %")),
                new Text($"{Quantity.Bytes(row.Bytes)} of {Quantity.Bytes(row.Size)}"),
                Cell(row.Remark(now)));
        }
        table.Caption = new TableTitle(rows.Count == 0 ? "Nothing is under way. Ctrl-C ends." : "Ctrl-C ends.");
        return table;
    }

    private static Text Cell(string? text) => new(TerminalText.Clean(text));

    private static Style StyleOf(string state) => new(state switch
    {
        "delivered" => Color.Green,
        "running" => Color.Aqua,
        "waiting" => Color.Yellow,
        "parked" => Color.Red,
        _ => Color.Default,
    });
}

using System.Globalization;
using ActorMft.Cli.Terminal;
using ActorMft.Cli.Transfers;

namespace ActorMft.Cli.Watch;

/// <summary>A line whenever a transfer changes its state, its attempt, its reason or another tenth of it is done.</summary>
internal sealed class WatchLines(TextWriter output, TimeProvider time)
{
    private readonly Dictionary<string, (string State, int Attempts, string? Error, int Tenth)> _said = new(StringComparer.Ordinal);

    public void Write(IReadOnlyList<TransferRow> rows)
    {
        var now = time.GetUtcNow();
        foreach (var row in rows)
        {
            var fact = (row.State, row.Attempts, row.Error, row.Percent / 10);
            if (_said.TryGetValue(row.Id, out var said) && said == fact)
            {
                continue;
            }
            _said[row.Id] = fact;
            output.WriteLine(TerminalText.Clean(Line(row, now)));
        }
        output.Flush();
    }

    private string Line(TransferRow row, DateTimeOffset now)
    {
        var clock = TimeZoneInfo.ConvertTime(now, time.LocalTimeZone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var progress = string.Create(CultureInfo.InvariantCulture, $"{row.Percent,3} % of {Quantity.Bytes(row.Size)}");
        var remark = row.Remark(now);
        return $"{clock}  {row.Id}  {row.State,-9}  {progress}  {row.Flow}  {row.File} -> {row.TargetText}{(remark.Length > 0 ? "  " + remark : "")}";
    }
}

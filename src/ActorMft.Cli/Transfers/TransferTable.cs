using System.Globalization;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Transfers;

/// <summary>Transfers as a table.</summary>
internal static class TransferTable
{
    public static void Write(TextWriter output, IReadOnlyList<TransferRow> transfers, DateTimeOffset now)
    {
        if (transfers.Count == 0)
        {
            output.WriteLine("No transfers.");
            return;
        }
        var table = new TextTable("ID", "FLOW", "FILE", "SIZE", "TARGET", "STATE", "DONE", "ATTEMPTS", "REMARK");
        foreach (var transfer in transfers)
        {
            table.Add(
                transfer.Id,
                transfer.Flow,
                transfer.File,
                Quantity.Bytes(transfer.Size),
                transfer.TargetText,
                transfer.State,
                string.Create(CultureInfo.InvariantCulture, $"{transfer.Percent} %"),
                transfer.Attempts.ToString(CultureInfo.InvariantCulture),
                transfer.Remark(now));
        }
        table.Write(output);
    }
}

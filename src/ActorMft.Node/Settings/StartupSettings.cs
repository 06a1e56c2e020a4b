using System.Globalization;

namespace ActorMft.Node.Settings;

/// <summary>How many connections may be without a login at once, as OpenSSH's MaxStartups.</summary>
/// <param name="Begin">So many others: new ones begin to be refused.</param>
/// <param name="Percent">How many of a hundred are refused from there on, rising.</param>
/// <param name="Full">So many others: all are refused.</param>
public sealed record StartupSettings(int Begin, int Percent, int Full)
{
    /// <summary>What <see cref="TryParse"/> reads.</summary>
    public const string Allowed = "BEGIN:PERCENT:FULL with 1 <= BEGIN <= FULL <= 100000 and PERCENT from 1 to 100, such as 10:30:100";

    private const int Most = 100_000;

    public static bool TryParse(string text, out StartupSettings? value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = null;
        var parts = text.Split(':');
        var numbers = new int[3];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (parts.Length != numbers.Length || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        value = new StartupSettings(numbers[0], numbers[1], numbers[2]);
        return value is { Begin: >= 1, Percent: >= 1 and <= 100, Full: <= Most } && value.Begin <= value.Full;
    }
}

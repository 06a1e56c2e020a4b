using System.Globalization;

namespace ActorMft.Bench;

/// <summary>Lines of a table in Markdown.</summary>
internal static class Report
{
    internal static void Line(string figure, double value, string unit) =>
        Console.WriteLine($"| {figure} | {value.ToString(value < 10 ? "0.00" : "#,0", CultureInfo.InvariantCulture)} {unit} |");

    internal static void Line(string figure, string value) => Console.WriteLine($"| {figure} | {value} |");
}

using System.Globalization;

namespace ActorMft.Bench.Ssh;

/// <summary>The table in Markdown: a figure of both sides, the ratio, and the aim for it.</summary>
internal sealed class Comparison(TextWriter output)
{
    private readonly List<string> _notes = [];

    internal void Head() => output.WriteLine("| figure | ActorMft | OpenSSH | ratio | aim | |\n|---|---|---|---|---|---|");

    /// <summary>A figure that should be small: the aim is the most that ours may be of theirs.</summary>
    internal void Cost(string figure, string unit, double ours, double theirs, double? aim = null) =>
        Row(figure, unit, ours, theirs, aim is null ? null : $"at most {Text(aim.Value)}", ours / theirs <= aim);

    /// <summary>A figure that should be large: the aim is the least that ours has to be of theirs.</summary>
    internal void Speed(string figure, string unit, double ours, double theirs, double? aim = null) =>
        Row(figure, unit, ours, theirs, aim is null ? null : $"at least {Text(aim.Value)}", ours / theirs >= aim);

    /// <summary>A figure with an aim of its own, whatever theirs is.</summary>
    internal void Most(string figure, string unit, double ours, double theirs, double aim) =>
        Row(figure, unit, ours, theirs, $"at most {Text(aim)} {unit}", ours <= aim);

    /// <summary>Something to know about the figures; printed below the table.</summary>
    internal void Note(string sentence) => _notes.Add(sentence);

    internal void Foot()
    {
        output.WriteLine();
        foreach (var note in _notes)
        {
            output.WriteLine("- " + note);
        }
    }

    private void Row(string figure, string unit, double ours, double theirs, string? aim, bool isMet) =>
        output.WriteLine($"| {figure} | {Text(ours)} {unit} | {Text(theirs)} {unit} | {Text(ours / theirs)} | {aim} | {(aim is null ? "" : isMet ? "met" : "**missed**")} |");

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) switch { < 0.1 => "0.000", < 10 => "0.00", < 100 => "0.0", _ => "#,0" }, CultureInfo.InvariantCulture);
}

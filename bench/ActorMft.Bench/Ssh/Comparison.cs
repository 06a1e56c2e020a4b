using System.Globalization;

namespace ActorMft.Bench.Ssh;

/// <summary>The table in Markdown: a figure of both sides, the ratio, the aim for it, and where it is known the ratio that nobody can better.</summary>
internal sealed class Comparison(TextWriter output)
{
    private readonly List<string> _notes = [];

    internal void Head() => output.WriteLine("| figure | ActorMft | OpenSSH | ratio | aim | bound | |\n|---|---|---|---|---|---|---|");

    /// <summary>A figure that should be small: the aim is the most that ours may be of theirs.</summary>
    /// <param name="least">What the kernel and libcrypto take for it by themselves.</param>
    internal void Cost(string figure, string unit, double ours, double theirs, double? aim = null, double? least = null) =>
        Row(figure, unit, ours, theirs, aim is null ? null : $"at most {Text(aim.Value)}", ours / theirs <= aim, least / theirs, least / theirs > aim);

    /// <summary>A figure that should be large: the aim is the least that ours has to be of theirs.</summary>
    /// <param name="most">What the kernel and the disk allow.</param>
    internal void Speed(string figure, string unit, double ours, double theirs, double? aim = null, double? most = null) =>
        Row(figure, unit, ours, theirs, aim is null ? null : $"at least {Text(aim.Value)}", ours / theirs >= aim, most / theirs, most / theirs < aim);

    /// <summary>A figure with an aim of its own, whatever theirs is.</summary>
    internal void Most(string figure, string unit, double ours, double theirs, double aim) =>
        Row(figure, unit, ours, theirs, $"at most {Text(aim)} {unit}", ours <= aim, bound: null, isOutOfReach: false);

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

    private void Row(string figure, string unit, double ours, double theirs, string? aim, bool isMet, double? bound, bool isOutOfReach)
    {
        var verdict = aim is null ? "" : isMet ? "met" : isOutOfReach ? "**missed**, out of reach" : "**missed**";
        output.WriteLine($"| {figure} | {Text(ours)} {unit} | {Text(theirs)} {unit} | {Text(ours / theirs)} | {aim} | {(bound is { } known ? Text(known) : "")} | {verdict} |");
    }

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) switch { < 0.1 => "0.000", < 10 => "0.00", < 100 => "0.0", _ => "#,0" }, CultureInfo.InvariantCulture);
}

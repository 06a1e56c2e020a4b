using Spectre.Console.Rendering;

namespace ActorMft.Cli.Terminal;

/// <summary>Columns of plain text, as wide as their content and never wrapped, so that scripts and people read the same lines.</summary>
internal sealed class TextTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(TerminalText.Clean)]);

    public void Write(TextWriter output)
    {
        var lines = _rows.Prepend(columns).ToList();
        var widths = Enumerable.Range(0, columns.Length).Select(column => lines.Max(line => Width(line[column]))).ToArray();
        foreach (var line in lines)
        {
            var text = string.Concat(line.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell) + 2)));
            output.WriteLine(text.TrimEnd());
        }
    }

    private static int Width(string text) => new Segment(text).CellCount();
}

using System.Text;
using ActorMft.Ssh.Quirks;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>The document: what was run, and every remark as a footnote.</summary>
internal sealed class MatrixReport(IReadOnlyList<MatrixLine> clients, IReadOnlyList<MatrixLine> servers)
{
    private readonly List<string> _notes = [];

    public IEnumerable<string> Failures => clients.Concat(servers).SelectMany(static line => line.Failures);

    public string ToMarkdown()
    {
        _notes.Clear();
        var text = new StringBuilder("""
            # Interoperability

            `./test matrix` has written this page from what it saw; changes belong into the definitions in `tests/ActorMft.Interop.Tests/Matrix`.
            All programs are stock ones of Debian and npm. Every cell was done by the program named and compared by digest on both sides.

            | operation | what is done |
            |---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var operation in Operations.All)
        {
            text.Append("| ").Append(operation.Name).Append(" | ").Append(operation.Shows).Append(" |\n");
        }

        Table(text, "Clients at a node", "client", clients);
        Table(text, "Our client at other servers", "server", servers);
        text.Append("\n## Remarks\n\n");
        for (var number = 1; number <= _notes.Count; number++)
        {
            text.Append(number).Append(". ").Append(_notes[number - 1]).Append('\n');
        }

        text.Append("\n## Quirks by identification\n\nAll that depends on who the other side says it is (`src/ActorMft.Ssh/Quirks/KnownQuirks.cs`):\n\n| software | quirk | reason |\n|---|---|---|\n");
        foreach (var quirk in KnownQuirks.All)
        {
            text.Append("| `").Append(quirk.Software).Append("` | ").Append(quirk.Quirks).Append(" | ").Append(quirk.Reason).Append(" |\n");
        }

        return text.ToString();
    }

    private void Table(StringBuilder text, string title, string first, IReadOnlyList<MatrixLine> lines)
    {
        var names = Operations.All.Select(static operation => operation.Name).ToList();
        text.Append("\n## ").Append(title).Append("\n\n| ").Append(first).Append(" | version | ").AppendJoin(" | ", names).Append(" |\n|---|---|")
            .Insert(text.Length, "---|", names.Count).Append('\n');
        foreach (var line in lines)
        {
            text.Append("| ").Append(line.Name).Append(" | ").Append(line.Version).Append(" | ").AppendJoin(" | ", names.Select(name => Cell(line.Outcomes[name]))).Append(" |\n");
        }
    }

    private string Cell(Outcome outcome)
    {
        var word = outcome.Verdict switch
        {
            Verdict.Ok => "ok",
            Verdict.NotApplicable => "n.a.",
            _ => "FAIL",
        };
        return outcome.Remark.Length == 0 ? word : $"{word} ({Note(outcome.Remark)})";
    }

    private int Note(string remark)
    {
        var at = _notes.IndexOf(remark);
        if (at < 0)
        {
            _notes.Add(remark);
            at = _notes.Count - 1;
        }

        return at + 1;
    }
}

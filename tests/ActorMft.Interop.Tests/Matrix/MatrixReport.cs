using System.Text;
using ActorMft.Ssh.Quirks;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>The document: what was run, and every remark as a footnote.</summary>
internal sealed class MatrixReport(MatrixAtNode atNode, IReadOnlyList<MatrixLine> servers)
{
    private readonly List<string> _notes = [];

    public IEnumerable<string> Failures => atNode.Clients.Concat(servers).SelectMany(static line => line.Failures)
        .Concat(atNode.Workloads.Where(static run => run.Outcome.Verdict is Verdict.Failed).Select(static run => $"{run.Name}: {run.Outcome.Remark}"));

    public string ToMarkdown()
    {
        _notes.Clear();
        var text = new StringBuilder("""
            # Interoperability

            `./test matrix` has written this page from what it saw; changes belong into the definitions in `tests/ActorMft.Interop.Tests/Matrix`.
            All programs but WinSCP (see its remark) are stock ones of Debian and npm. Every cell was done by the program named and compared by digest on both sides.
            The node's rekey limit is 4 MiB, so that 64 MiB cross it about 15 times each way.

            | operation | what is done |
            |---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var operation in Operations.All)
        {
            text.Append("| ").Append(operation.Name).Append(" | ").Append(operation.Shows).Append(" |\n");
        }

        Table(text, "Clients at a node", "client", atNode.Clients);
        Table(text, "Our client at other servers", "server", servers);
        text.Append("\n## Backup programs at a node\n\n| program | version | result |\n|---|---|---|\n");
        foreach (var (name, version, outcome) in atNode.Workloads)
        {
            text.Append("| ").Append(name).Append(" | ").Append(version).Append(" | ").Append(outcome.Verdict is Verdict.Ok ? "ok: " : "FAIL: ").Append(outcome.Remark).Append(" |\n");
        }

        text.Append("\n## What rclone finds out\n\n`rclone test info --all` tries names and ways to write at a node:\n\n```\n").Append(atNode.RcloneInfo).Append("""

            ```

            - A name can have every character but `/` and NUL, also as its first or last one. It must be UTF-8: `\xbf` and `\xfe` are bytes that no UTF-8 has, so
              those names are refused with a sentence (a name that another system cannot show could not be delivered there either).
            - 255 is bytes: the limit of Linux's file systems, and the reason for 127, 85 and 63 characters of 2, 3 and 4 bytes.
            - Unnormalized Unicode is written and read back as it is, and not taken for its normalized form: names are compared byte by byte, as in Linux.
            - Files of unknown length can be streamed.

            """.ReplaceLineEndings("\n"));
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

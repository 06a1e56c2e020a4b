namespace ActorMft.Interop.Tests.Matrix;

/// <summary>One line of a table: a client or a server, and what became of each operation.</summary>
internal sealed record MatrixLine(string Name, string Version, IReadOnlyDictionary<string, Outcome> Outcomes)
{
    public IEnumerable<string> Failures =>
        Outcomes.Where(static cell => cell.Value.Verdict is Verdict.Failed).Select(cell => $"{Name}: {cell.Key}: {cell.Value.Remark}");
}

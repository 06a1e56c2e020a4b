namespace ActorMft.Interop.Tests.Matrix;

/// <summary>One cell: what became of an operation, and why if there is something to say.</summary>
internal sealed record Outcome(Verdict Verdict, string Remark = "");

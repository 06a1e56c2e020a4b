namespace ActorMft.Domain.Resources;

/// <summary>One thing that is wrong with what was declared.</summary>
/// <param name="Index">Which of the declared resources, from 0.</param>
/// <param name="Path">Where in it, for example <c>targets[0].onExisting</c>; empty for the resource as a whole.</param>
/// <param name="Value">The value seen, shortened; null when there is none.</param>
/// <param name="Allowed">What is allowed, or what to do, as words for people.</param>
public sealed record Problem(int Index, string Path, string? Value, string Allowed)
{
    public override string ToString() =>
        $"{(Path.Length == 0 ? "resource" : Path)}: {(Value is null ? "" : $"{Value} is refused; allowed: ")}{Allowed}";
}

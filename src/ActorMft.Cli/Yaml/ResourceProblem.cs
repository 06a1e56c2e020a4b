using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Yaml;

/// <summary>One thing that is wrong in a resource file.</summary>
/// <param name="At">Where to look.</param>
/// <param name="Resource">Which resource, like <c>User acme/upload</c>; null when the file can't be read that far.</param>
/// <param name="Path">Key inside the resource; empty when it is about the whole.</param>
/// <param name="Value">What stands there; null for secrets and for what is missing.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record ResourceProblem(SourcePosition At, string? Resource, string Path, string? Value, string Message)
{
    public override string ToString()
    {
        var parts = new List<string> { At.ToString() };
        if (!string.IsNullOrEmpty(Resource))
        {
            parts.Add(Resource);
        }
        parts.Add((Path.Length > 0, Value) switch
        {
            (true, null) => $"{Path}: {Message}",
            (true, _) => $"{Path} \"{Value}\" {Message}",
            _ => Message,
        });
        return TerminalText.Clean(string.Join(": ", parts));
    }
}

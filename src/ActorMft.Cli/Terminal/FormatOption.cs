using System.CommandLine;

namespace ActorMft.Cli.Terminal;

/// <summary><c>-o table|json|yaml</c>.</summary>
internal sealed class FormatOption : Option<string>
{
    public FormatOption()
        : base("--output", "-o")
    {
        Description = "table for people, json or yaml for programs (both stay as they are from release to release)";
        HelpName = "table|json|yaml";
        DefaultValueFactory = _ => "table";
        AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "table", "json", "yaml");
    }

    public OutputFormat Read(ParseResult result) => Enum.Parse<OutputFormat>(result.GetValue(this)!, ignoreCase: true);
}

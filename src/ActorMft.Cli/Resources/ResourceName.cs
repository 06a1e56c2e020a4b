using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Resources;

/// <summary><c>NAME</c> or <c>ORGANIZATION/NAME</c> as typed.</summary>
internal readonly record struct ResourceName(string? Organization, string Name)
{
    /// <exception cref="CliException">The text isn't one of the two forms.</exception>
    public static ResourceName Parse(string text) => text.Split('/') switch
    {
        [{ Length: > 0 } name] => new ResourceName(null, name),
        [{ Length: > 0 } organization, { Length: > 0 } name] => new ResourceName(organization, name),
        _ => throw CliException.Usage($"'{text}' is not a name; write NAME or ORGANIZATION/NAME."),
    };
}

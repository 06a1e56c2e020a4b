using ActorMft.Domain.Transfers;

namespace ActorMft.Domain.Flows;

/// <summary>
/// Names of trigger files: <c>{name}</c> stands for the data file's name, <c>{stem}</c> for it without its last extension, so
/// <c>{stem}.ok</c> of <c>orders.csv</c> is <c>orders.ok</c>. Both files are in one directory.
/// </summary>
public static class TriggerTemplate
{
    public const string Allowed = "a file name with {name} (the data file's name) or {stem} (the same without its last extension) in it once, such as {name}.done or {stem}.ok";

    private const string Name = "{name}";
    private const string Stem = "{stem}";

    /// <summary>What is allowed in the place of this template, or null when it is fine.</summary>
    public static string? Problem(string? template)
    {
        if (string.IsNullOrEmpty(template) || template == Name || template.Contains('/', StringComparison.Ordinal))
        {
            return Allowed;
        }

        var (before, after, _) = Split(template);
        return after is null || before.Contains('{', StringComparison.Ordinal) || after.Contains('{', StringComparison.Ordinal) ? Allowed : null;
    }

    /// <summary>The name of a data file's trigger file.</summary>
    public static string NameFor(string template, string dataName)
    {
        var (before, after, isStem) = Split(template);
        return before + (isStem ? StemOf(dataName) : dataName) + after;
    }

    /// <summary>Whether a name is a trigger file's; such a file is never data.</summary>
    public static bool IsTrigger(string template, string name)
    {
        var (before, after, _) = Split(template);
        return after is not null
            && name.Length > before.Length + after.Length
            && name.StartsWith(before, StringComparison.Ordinal)
            && name.EndsWith(after, StringComparison.Ordinal)
            && !PartName.IsPart(name);
    }

    /// <summary>The one data file that a trigger file is for; null when every file of its stem may be.</summary>
    public static string? DataName(string template, string triggerName)
    {
        var (before, after, isStem) = Split(template);
        return isStem ? null : triggerName[before.Length..^after!.Length];
    }

    private static string StemOf(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : name;

    private static (string Before, string? After, bool IsStem) Split(string template)
    {
        foreach (var placeholder in (ReadOnlySpan<string>)[Name, Stem])
        {
            var at = template.IndexOf(placeholder, StringComparison.Ordinal);
            if (at >= 0)
            {
                return (template[..at], template[(at + placeholder.Length)..], placeholder == Stem);
            }
        }

        return (template, null, false);
    }
}

using System.Globalization;
using System.Text;

namespace ActorMft.Cli.Terminal;

/// <summary>Text that others chose (file names above all), made safe to print.</summary>
internal static class TerminalText
{
    /// <summary>Writes control and direction-changing characters as <c>\u{hex}</c>, so that a file name can't drive the terminal.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        if (!text.EnumerateRunes().Any(IsUnsafe))
        {
            return text;
        }
        var builder = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsUnsafe(rune))
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                builder.Append(rune.ToString());
            }
        }
        return builder.ToString();
    }

    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

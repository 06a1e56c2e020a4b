using System.Globalization;
using ActorMft.Cli.Terminal;
using Microsoft.Extensions.Logging;

namespace ActorMft.Cli.Logging;

/// <summary><c>2026-01-31T09:00:00.000Z info  Sessions: message</c>.</summary>
internal static class LogLine
{
    public static string Format(DateTimeOffset at, LogLevel level, string category, string message)
    {
        var time = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var part = category[(category.LastIndexOf('.') + 1)..];
        var text = string.Join(" | ", message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return $"{time} {Word(level),-5} {part}: {TerminalText.Clean(text)}";
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}

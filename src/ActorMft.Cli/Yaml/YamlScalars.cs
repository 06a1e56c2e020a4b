using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ActorMft.Cli.Yaml;

/// <summary>Plain scalars as JSON values, by the core schema of YAML 1.2 (section 10.3): <c>yes</c> and <c>0123</c> are text.</summary>
internal static class YamlScalars
{
    /// <summary>Keys whose value is text even when it looks like a number or a truth value, such as a user called 2024.</summary>
    private static readonly HashSet<string> TextKeys = new(StringComparer.Ordinal)
    {
        "kind", "organization", "name", "description", "endpoint", "flow", "remote", "username", "host", "path", "remotePath", "home",
        "value", "hash", "env", "file", "include", "exclude", "publicKeys", "permissions", "temporaryNames", "triggerFile", "timeZone",
        "hostKey", "bindAddress", "idleTimeout", "every", "cron", "initialDelay", "maxDelay",
    };

    public static JsonNode? Convert(YamlScalarNode scalar, string key)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }
        if (text is "" or "~" or "null" or "Null" or "NULL")
        {
            return null;
        }
        if (TextKeys.Contains(key))
        {
            return JsonValue.Create(text);
        }
        if (text is "true" or "True" or "TRUE")
        {
            return JsonValue.Create(true);
        }
        if (text is "false" or "False" or "FALSE")
        {
            return JsonValue.Create(false);
        }
        var hasLeadingZero = text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]);
        if (!hasLeadingZero && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return JsonValue.Create(integer);
        }
        return JsonValue.Create(text);
    }
}

namespace ActorMft.Node.Settings;

/// <summary>Reads settings from variables named like <c>ACTORMFT__SFTP__LISTEN</c>; letters' case doesn't matter.</summary>
internal static class SettingsEnvironment
{
    private const string Prefix = "ACTORMFT__";

    public static IEnumerable<SettingValue> Read(IEnumerable<KeyValuePair<string, string>> variables) =>
        from variable in variables
        where variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        orderby variable.Key
        let dotted = variable.Key[Prefix.Length..].Replace("__", ".", StringComparison.Ordinal)
        let known = SettingKeys.All.FirstOrDefault(key => string.Equals(key, dotted, StringComparison.OrdinalIgnoreCase))
        select new SettingValue(known ?? dotted, variable.Value, variable.Key);
}

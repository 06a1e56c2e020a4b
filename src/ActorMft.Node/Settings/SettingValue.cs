namespace ActorMft.Node.Settings;

/// <summary>A setting as written, and where.</summary>
internal sealed record SettingValue(string Key, string Text, string Where);

namespace ActorMft.Node.Settings;

/// <summary>One thing wrong with the settings, so that it can be found and put right without a second try.</summary>
/// <param name="Where">The file with its line (<c>actormft.yaml:4</c>), or the environment variable's name.</param>
/// <param name="Key">The setting's dotted name.</param>
/// <param name="Value">What was written there; null where the key itself is wrong. Never a secret.</param>
/// <param name="Allowed">What may stand there, or what to do.</param>
public sealed record SettingProblem(string Where, string Key, string? Value, string Allowed)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Value is null
        ? $"{Where}: {Key}: {Allowed}"
        : $"{Where}: {Key} is \"{Value}\"; allowed: {Allowed}";
}

namespace ActorMft.Node.Settings;

/// <summary>The settings can't be used; holds every problem at once.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>With all that was found.</summary>
    public SettingsException(IReadOnlyList<SettingProblem> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        Problems = problems;
    }

    /// <summary>In the order of the file, then the environment.</summary>
    public IReadOnlyList<SettingProblem> Problems { get; }
}

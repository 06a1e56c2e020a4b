using System.Text.Json.Serialization;

namespace ActorMft.Domain.Resources;

/// <summary>Where a flow's files come from, and which of them count.</summary>
public sealed record FlowSource
{
    public string Endpoint { get; init; } = "";

    /// <summary>
    /// The directory whose files count, absolute in the endpoint; at somebody else's server it may be relative to where the login lands.
    /// At our own server files at any depth below count; elsewhere only with <c>/**</c> at the end.
    /// </summary>
    public string Path { get; init; } = "/";

    /// <summary>
    /// Globs, of which one must match. Without a <c>/</c> a glob is for the file's name at any depth; with one it is for the
    /// path below <see cref="Path"/>.
    /// </summary>
    public IReadOnlyList<string> Include { get; init; } = ["*"];

    /// <summary>Globs, of which none may match.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    public Trigger Trigger { get; init; } = new();

    /// <summary>When to look for files; only for endpoints where nobody tells us.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>
    /// How long a file that a look found must keep its size and time before it counts as complete, unless it has a trigger file. Default
    /// <see cref="DefaultSettle"/>; 0: it isn't looked at twice.
    /// </summary>
    public TimeSpan? Settle { get; init; }

    public AfterCopy AfterCopy { get; init; }

    /// <summary>Servers tell times in whole seconds, so a file that is being written shows it after two.</summary>
    [JsonIgnore]
    public static TimeSpan DefaultSettle { get; } = TimeSpan.FromSeconds(3);

    /// <summary><see cref="Path"/> without <c>/**</c>.</summary>
    [JsonIgnore]
    public string Directory => !IncludesSubdirectories ? Path : Path is "/**" ? "/" : Path[..^Math.Min(Path.Length, Everything.Length)];

    /// <summary>Whether a look goes into subdirectories.</summary>
    [JsonIgnore]
    public bool IncludesSubdirectories => Path == Everything[1..] || Path.EndsWith(Everything, StringComparison.Ordinal);

    private const string Everything = "/**";
}

namespace ActorMft.Domain.Resources;

/// <summary>
/// A secret as it is declared, carried or kept; exactly one of the five is given. People write <c>env</c>, <c>file</c> or
/// <c>hash</c>; the CLI sends <c>value</c>; the catalog accepts and keeps only <c>hash</c> (users) and <c>sealed</c> (remotes).
/// The password of a space inbox is kept as both.
/// </summary>
public sealed record Secret
{
    /// <summary>An environment variable of whoever applies.</summary>
    public string? Env { get; init; }

    /// <summary>A file of whoever applies.</summary>
    public string? File { get; init; }

    /// <summary>The secret in clear; never stored.</summary>
    public string? Value { get; init; }

    /// <summary>A password's hash.</summary>
    public string? Hash { get; init; }

    /// <summary>Encrypted with the cluster's key file.</summary>
    public string? Sealed { get; init; }

    /// <summary>Says what it is, never what it hides.</summary>
    public override string ToString() => "(secret)";
}

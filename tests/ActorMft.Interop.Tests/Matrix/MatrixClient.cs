using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>A client of the matrix: how it is told to do each operation, and what it cannot do by itself.</summary>
internal abstract class MatrixClient
{
    /// <summary>The longest that one run may take.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>The name in the table, and on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Operations that this client doesn't have, each with the reason in a sentence.</summary>
    public virtual IReadOnlyDictionary<string, string> Lacks => NothingTo;

    /// <summary>Operations that work in a way worth a footnote.</summary>
    public virtual IReadOnlyDictionary<string, string> Notes => NothingTo;

    /// <summary>What the name of a file ends with while it is being uploaded.</summary>
    public virtual string PartSuffix => "";

    /// <summary>For a client without a login by key or by password: the other one does the rest.</summary>
    public LoginMethod Login => Lacks.ContainsKey(Operations.Key) ? LoginMethod.Password : LoginMethod.Key;

    protected static IReadOnlyDictionary<string, string> NothingTo { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the installed client calls its version.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It is not installed.</exception>
    public abstract Task<string> VersionAsync();

    /// <summary>Does one step; exit code 0 when the client says that it succeeded.</summary>
    public abstract Task<ProcessRun> RunAsync(Target target, Step step);

    /// <summary>Runs a program, at most for three minutes.</summary>
    protected static async Task<ProcessRun> ProgramAsync(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using var limit = new CancellationTokenSource(s_limit);
        var run = await ProcessRun.OfAsync(program, arguments, input, environment, cancellationToken: limit.Token);
        return limit.IsCancellationRequested ? run with { Error = $"ended after {s_limit.TotalMinutes} minutes. {run.Error}" } : run;
    }

    /// <summary>The first thing that looks like a version in what a program prints.</summary>
    protected static async Task<string> VersionOfAsync(string program, params string[] arguments)
    {
        var run = await ProgramAsync(program, arguments);
        return VersionPattern.First(run.Output + run.Error);
    }

    protected static InvalidOperationException Unknown(Step step) => new($"{step.Kind} is not among what this client can be asked.");
}

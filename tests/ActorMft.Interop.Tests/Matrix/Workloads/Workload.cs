using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Workloads;

/// <summary>A backup program that keeps its repository at a node: backs a tree up, changes the tree, backs it up again and restores it.</summary>
internal abstract class Workload
{
    private const int Files = 300;

    public abstract string Name { get; }

    public abstract Task<string> VersionAsync();

    /// <summary>Does all of it; the outcome says what was compared.</summary>
    public async Task<Outcome> RunAsync(Target target)
    {
        var source = target.Workspace.Folder($"{Name}-source");
        var restored = target.Workspace.At($"{Name}-restored");
        for (var number = 0; number < Files; number++)
        {
            Content.Write(Path.Combine(source, $"{number % 7}", $"file {number}.bin"), number * 500L);
        }

        try
        {
            await StartAsync(target);
            await BackUpAsync(target, source);
            Content.Write(Path.Combine(source, "1", "file 1.bin"), 2_000_000);
            File.Delete(Path.Combine(source, "2", "file 2.bin"));
            await BackUpAsync(target, source);
            var tree = await RestoreAsync(target, source, restored);
            Content.Tree(tree).ShouldBe(Content.Tree(source));
            return new Outcome(Verdict.Ok, $"{Files - 1} files the same after two backups and a restore");
        }
        catch (ShouldAssertException exception)
        {
            return new Outcome(Verdict.Failed, exception.Message.ReplaceLineEndings(" ").Trim());
        }
    }

    /// <summary>Makes the repository.</summary>
    protected virtual Task StartAsync(Target target) => Task.CompletedTask;

    protected abstract Task BackUpAsync(Target target, string source);

    /// <returns>The directory that has what the source had.</returns>
    protected abstract Task<string> RestoreAsync(Target target, string source, string restored);

    protected static async Task CheckedAsync(Target target, string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = target.ClientHome };
        (await ProcessRun.OfAsync(program, arguments, environment: environment, cancellationToken: limit.Token)).ShouldSucceed(program);
    }
}

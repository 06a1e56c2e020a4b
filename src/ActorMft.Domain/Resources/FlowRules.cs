using ActorMft.Domain.Flows;
using ActorMft.Domain.Json;

namespace ActorMft.Domain.Resources;

/// <summary>What a flow must satisfy by itself.</summary>
internal static class FlowRules
{
    private const int MostAttempts = 1000;
    private const int MostParallel = 10_000;
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestSettle = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    public static void Check(FlowSpec flow, ProblemList problems)
    {
        var source = flow.Source;
        problems.Require("source.endpoint", source.Endpoint, Names.IsName(source.Endpoint), "the name of an endpoint of the organization");
        problems.Require("source.path", source.Path, Paths.IsTarget(source.Directory), Paths.TargetAllowed);
        problems.Require("source.include", null, source.Include.Count > 0, "at least one pattern, such as *.csv, or * for everything");
        CheckGlobs("source.include", source.Include, problems);
        CheckGlobs("source.exclude", source.Exclude, problems);
        CheckGlobs("source.trigger.temporaryNames", source.Trigger.TemporaryNames, problems);

        CheckTriggerFile(source, problems);
        if (source.Schedule is { } schedule)
        {
            ScheduleRules.Check(schedule, "source.schedule", problems);
        }

        problems.Require(
            "source.settle",
            source.Settle is { } settle ? Duration.Format(settle) : null,
            source.Settle is null || source.Settle <= LongestSettle,
            "0s to 1h");
        problems.Require("targets", null, flow.Targets.Count > 0, "at least one target");
        for (var i = 0; i < flow.Targets.Count; i++)
        {
            var target = flow.Targets[i];
            problems.Require($"targets[{i}].endpoint", target.Endpoint, Names.IsName(target.Endpoint), "the name of an endpoint of the organization");
            problems.Require($"targets[{i}].path", target.Path, Paths.IsTarget(target.Path), Paths.TargetAllowed);
        }

        problems.Require("parallel", flow.Parallel, flow.Parallel is null or (> 0 and <= MostParallel), $"1 to {MostParallel} transfers at a time, or no parallel for no limit");
        problems.Require("parallel", flow.Parallel, flow.Parallel is null || flow.Order == FlowOrder.None, "no parallel beside order: arrival, which carries one file at a time to each endpoint");
        CheckInbox(flow, problems);
        CheckRetry(flow.Retry, problems);
    }

    private static void CheckInbox(FlowSpec flow, ProblemList problems)
    {
        if (flow.Inbox is not { } inbox)
        {
            return;
        }

        problems.Require("inbox.maxFileSize", inbox.MaxFileSize, inbox.MaxFileSize.Bytes > 0, "1B or more");
        problems.Require("source.afterCopy", "keep", flow.Source.AfterCopy == AfterCopy.Delete, "delete: a file leaves an inbox when its import is confirmed");
    }

    private static void CheckTriggerFile(FlowSource source, ProblemList problems)
    {
        const string Path = "source.trigger.triggerFile";
        var template = source.Trigger.TriggerFile;
        if (source.Trigger.On != TriggerOn.TriggerFile)
        {
            problems.Require(Path, template, template is null, "no triggerFile, as source.trigger.on isn't triggerFile");
        }
        else if (TriggerTemplate.Problem(template) is { } allowed)
        {
            problems.Add(Path, template, allowed);
        }
        else if (source.Include.Count > 0 && source.Include.All(glob => TriggerTemplate.IsTrigger(template!, Example(glob))))
        {
            problems.Add(Path, template, "a name that source.include doesn't take for data: every file that is included would be a trigger file");
        }
    }

    /// <summary>A name that a glob's letters are in.</summary>
    private static string Example(string glob) => glob[(glob.LastIndexOf('/') + 1)..].Replace("*", "x", StringComparison.Ordinal).Replace("?", "x", StringComparison.Ordinal);

    private static void CheckGlobs(string path, IReadOnlyList<string> globs, ProblemList problems)
    {
        for (var i = 0; i < globs.Count; i++)
        {
            if (Glob.Problem(globs[i]) is { } allowed)
            {
                problems.Add($"{path}[{i}]", globs[i], allowed);
            }
        }
    }

    private static void CheckRetry(RetryPolicy retry, ProblemList problems)
    {
        problems.Require("retry.attempts", retry.Attempts, retry.Attempts is > 0 and <= MostAttempts, $"1 to {MostAttempts}, the first attempt included");
        problems.Require("retry.initialDelay", Duration.Format(retry.InitialDelay), retry.InitialDelay >= ShortestDelay && retry.InitialDelay <= LongestDelay, "100ms to 1d");
        problems.Require("retry.maxDelay", Duration.Format(retry.MaxDelay), retry.MaxDelay >= retry.InitialDelay && retry.MaxDelay <= LongestDelay, "initialDelay to 1d");
    }
}

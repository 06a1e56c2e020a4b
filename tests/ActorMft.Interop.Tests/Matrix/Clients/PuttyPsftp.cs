using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>PuTTY's <c>psftp</c>.</summary>
internal sealed class PuttyPsftp : MatrixClient
{
    public override string Name => "psftp";

    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Link] = "psftp has no command for links",
    };

    public override Task<string> VersionAsync() => VersionOfAsync("psftp", "-V");

    public override async Task<ProcessRun> RunAsync(Target target, Step step)
    {
        var batch = target.Workspace.At("psftp.batch");
        await File.WriteAllTextAsync(batch, Command(step) + "\n");
        return await ProgramAsync("psftp", ["-b", batch, .. PuttyLogin.Options(target, step.Login), "127.0.0.1"], environment: PuttyLogin.Environment(target));
    }

    private static string Command(Step step) => step.Kind switch
    {
        StepKind.Get => $"get {step.Remote} {step.Local}",
        StepKind.Put => $"put {step.Local} {step.Remote}",
        StepKind.ResumeGet => $"reget {step.Remote} {step.Local}",
        StepKind.ResumePut => $"reput {step.Local} {step.Remote}",
        StepKind.Rename => $"mv {step.Remote} {step.NewRemote}",
        StepKind.GetFolder => $"get -r {step.Remote} {step.Local}",
        StepKind.PutFolder => $"put -r {step.Local} {step.Remote}",
        _ => throw Unknown(step),
    };
}

using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>PuTTY's <c>pscp</c>, which speaks SFTP.</summary>
internal sealed class PuttyPscp : MatrixClient
{
    public override string Name => "pscp";

    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.ResumePut] = "pscp always sends whole files",
        [Operations.ResumeGet] = "pscp always fetches whole files",
        [Operations.Rename] = "pscp only copies",
        [Operations.Link] = "pscp only copies",
    };

    public override Task<string> VersionAsync() => VersionOfAsync("pscp", "-V");

    public override Task<ProcessRun> RunAsync(Target target, Step step)
    {
        var remote = "127.0.0.1:" + step.Remote;
        string[] copy = step.Kind switch
        {
            StepKind.Get => [remote, step.Local],
            StepKind.Put => [step.Local, remote],
            StepKind.GetFolder => ["-r", remote, step.Local],
            // It puts a folder, by its name, into one that exists.
            StepKind.PutFolder => ["-r", step.Local, "127.0.0.1:" + step.RemoteParent],
            _ => throw Unknown(step),
        };
        return ProgramAsync("pscp", ["-sftp", "-q", .. PuttyLogin.Options(target, step.Login), .. copy], environment: PuttyLogin.Environment(target));
    }
}

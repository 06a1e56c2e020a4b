using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>OpenSSH's <c>scp</c>, which speaks SFTP.</summary>
internal sealed class OpenSshScp : MatrixClient
{
    public override string Name => "OpenSSH scp";

    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.ResumePut] = "scp always sends whole files",
        [Operations.ResumeGet] = "scp always fetches whole files",
        [Operations.Rename] = "scp only copies",
        [Operations.Link] = "scp only copies",
    };

    public override Task<string> VersionAsync() => VersionOfAsync("ssh", "-V");

    public override Task<ProcessRun> RunAsync(Target target, Step step)
    {
        var remote = $"{target.User}@127.0.0.1:{step.Remote}";
        string[] copy = step.Kind switch
        {
            StepKind.Get => [remote, step.Local],
            StepKind.Put => [step.Local, remote],
            StepKind.GetFolder => ["-r", remote, step.Local],
            StepKind.PutFolder => ["-r", step.Local, remote],
            _ => throw Unknown(step),
        };
        return ProgramAsync(
            "scp",
            ["-s", "-P", $"{target.Port}", .. OpenSshLogin.Options(target, step.Login), .. copy],
            environment: OpenSshLogin.Environment(target, step.Login));
    }
}

using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary><c>lftp</c>, which starts <c>ssh</c> and speaks SFTP by itself.</summary>
internal sealed class Lftp : MatrixClient
{
    public override string Name => "lftp";

    public override Task<string> VersionAsync() => VersionOfAsync("lftp", "--version");

    public override Task<ProcessRun> RunAsync(Target target, Step step)
    {
        var connect = $"ssh -a -x {string.Join(' ', OpenSshLogin.Options(target, step.Login))}";
        var password = step.Login is LoginMethod.Password ? target.Password : "";
        return ProgramAsync("lftp", ["--norc"], $"""
            set cmd:fail-exit true
            set net:max-retries 1
            set net:reconnect-interval-base 1
            set net:timeout 30
            set sftp:connect-program "{connect}"
            open -u {target.User},{password} sftp://127.0.0.1:{target.Port}
            {Command(step)}
            exit

            """);
    }

    private static string Command(Step step) => step.Kind switch
    {
        StepKind.Get => $"get {step.Remote} -o {step.Local}",
        StepKind.Put => $"put {step.Local} -o {step.Remote}",
        StepKind.ResumeGet => $"get -c {step.Remote} -o {step.Local}",
        StepKind.ResumePut => $"put -c {step.Local} -o {step.Remote}",
        StepKind.Rename => $"mv {step.Remote} {step.NewRemote}",
        StepKind.Link => $"ln -s {step.LinkText} {step.NewRemote}",
        StepKind.GetFolder => $"mirror --parallel=4 {step.Remote} {step.Local}",
        StepKind.PutFolder => $"mirror --parallel=4 -R {step.Local} {step.Remote}",
        _ => throw Unknown(step),
    };
}

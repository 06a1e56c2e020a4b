using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>OpenSSH's <c>sftp</c>.</summary>
internal sealed class OpenSshSftp : MatrixClient
{
    public override string Name => "OpenSSH sftp";

    public override Task<string> VersionAsync() => VersionOfAsync("ssh", "-V");

    public override Task<ProcessRun> RunAsync(Target target, Step step) => ProgramAsync(
        "sftp",
        ["-P", $"{target.Port}", .. OpenSshLogin.Options(target, step.Login), "-b", "-", $"{target.User}@127.0.0.1"],
        Command(step) + "\n",
        OpenSshLogin.Environment(target, step.Login));

    /// <summary>The line for the client's batch.</summary>
    internal static string Command(Step step) => step.Kind switch
    {
        StepKind.Get => $"get {step.Remote} {step.Local}",
        StepKind.Put => $"put {step.Local} {step.Remote}",
        StepKind.ResumeGet => $"reget {step.Remote} {step.Local}",
        StepKind.ResumePut => $"reput {step.Local} {step.Remote}",
        StepKind.Rename => $"rename {step.Remote} {step.NewRemote}",
        StepKind.Link => $"symlink {step.LinkText} {step.NewRemote}",
        StepKind.GetFolder => $"get -R {step.Remote} {step.Local}",
        StepKind.PutFolder => $"put -R {step.Local} {step.Remote}",
        _ => throw Unknown(step),
    };
}

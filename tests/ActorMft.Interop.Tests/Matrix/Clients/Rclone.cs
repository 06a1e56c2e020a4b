using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary><c>rclone</c>: Go's <c>x/crypto/ssh</c> and <c>pkg/sftp</c>.</summary>
internal sealed class Rclone : MatrixClient
{
    public override string Name => "rclone (Go pkg/sftp)";

    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Link] = "rclone makes no links",
        [Operations.ResumePut] = "rclone sends a broken file again from its start",
        [Operations.ResumeGet] = "rclone fetches a broken file again from its start",
    };

    public override Task<string> VersionAsync() => VersionOfAsync("rclone", "version");

    public override Task<ProcessRun> RunAsync(Target target, Step step)
    {
        string[] command = step.Kind switch
        {
            StepKind.Get => ["copyto", "matrix:" + step.Remote, step.Local],
            StepKind.Put => ["copyto", step.Local, "matrix:" + step.Remote],
            StepKind.Rename => ["moveto", "matrix:" + step.Remote, "matrix:" + step.NewRemote],
            StepKind.GetFolder => ["copy", "matrix:" + step.Remote, step.Local],
            StepKind.PutFolder => ["copy", step.Local, "matrix:" + step.Remote],
            _ => throw Unknown(step),
        };
        return ProgramAsync("rclone", ["--config", "/dev/null", "--retries", "1", .. command], environment: Environment(target, step.Login));
    }

    /// <summary>Declares the remote <c>matrix:</c>.</summary>
    internal static IReadOnlyDictionary<string, string> Environment(Target target, LoginMethod login)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RCLONE_CONFIG_MATRIX_TYPE"] = "sftp",
            ["RCLONE_CONFIG_MATRIX_HOST"] = "127.0.0.1",
            ["RCLONE_CONFIG_MATRIX_PORT"] = $"{target.Port}",
            ["RCLONE_CONFIG_MATRIX_USER"] = target.User,
            ["RCLONE_CONFIG_MATRIX_KNOWN_HOSTS_FILE"] = target.KnownHosts,
        };
        if (login is LoginMethod.Key)
        {
            environment["RCLONE_CONFIG_MATRIX_KEY_FILE"] = target.Keys.Ed25519;
        }
        else
        {
            environment["RCLONE_CONFIG_MATRIX_PASS"] = ProcessRun.Checked("rclone", ["obscure", "-"], target.Password).Output.Trim();
        }

        return environment;
    }
}

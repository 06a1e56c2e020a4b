using ActorMft.Interop.Tests.Matrix.Clients;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Workloads;

/// <summary><c>restic</c>: <c>ssh</c> with Go's <c>pkg/sftp</c>, many small files and renames at once.</summary>
internal sealed class Restic : Workload
{
    public override string Name => "restic";

    public override async Task<string> VersionAsync() => VersionPattern.First((await ProcessRun.OfAsync("restic", ["version"])).Output);

    protected override Task StartAsync(Target target) => ResticAsync(target, "init");

    protected override Task BackUpAsync(Target target, string source) => ResticAsync(target, "backup", source);

    protected override async Task<string> RestoreAsync(Target target, string source, string restored)
    {
        await ResticAsync(target, "check", "--read-data");
        await ResticAsync(target, "restore", "latest", "--target", restored);
        return restored + source;
    }

    private static Task ResticAsync(Target target, params string[] command)
    {
        var ssh = $"ssh -p {target.Port} -l {target.User} {string.Join(' ', OpenSshLogin.Options(target, LoginMethod.Key))} 127.0.0.1 -s sftp";
        return CheckedAsync(
            target,
            "restic",
            ["-q", "--no-cache", "-r", $"sftp:{target.User}@127.0.0.1:restic", "--password-file", target.PasswordFile, "-o", $"sftp.command={ssh}", .. command]);
    }
}

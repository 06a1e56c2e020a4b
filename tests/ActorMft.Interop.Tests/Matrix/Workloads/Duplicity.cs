using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Workloads;

/// <summary><c>duplicity</c>: paramiko, large volumes.</summary>
internal sealed class Duplicity : Workload
{
    public override string Name => "duplicity";

    public override async Task<string> VersionAsync() => VersionPattern.First((await ProcessRun.OfAsync("duplicity", ["--version"])).Output);

    protected override Task BackUpAsync(Target target, string source) => DuplicityAsync(target, source, Url(target));

    protected override async Task<string> RestoreAsync(Target target, string source, string restored)
    {
        await DuplicityAsync(target, "restore", Url(target), restored);
        return restored;
    }

    private static string Url(Target target) => $"sftp://{target.User}@127.0.0.1:{target.Port}/duplicity";

    // The same command makes a full backup first and an incremental one then.
    private static Task DuplicityAsync(Target target, params string[] command) => CheckedAsync(
        target,
        "duplicity",
        ["--no-encryption", "--archive-dir", target.Workspace.Folder("duplicity-archive"), $"--ssh-options=-oIdentityFile={target.Keys.Ed25519}", .. command]);
}

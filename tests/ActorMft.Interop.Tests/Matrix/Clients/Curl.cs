using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary><c>curl</c>, which speaks SFTP by libssh2.</summary>
internal sealed class Curl : MatrixClient
{
    public override string Name => "curl (libssh2)";

    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Password] = "curl pins the first host key that known_hosts has for the server. If that is the RSA key, libssh2 before 1.11 asks for a SHA-1 signature, which is not offered (nor by OpenSSH since 8.8): put the Ed25519 or ECDSA key first",
        [Operations.PutFolder] = "curl is given every file by name, all in one run",
        [Operations.GetFolder] = "curl is given every file by name, as found in its own listings of the folders",
        [Operations.Small] = "as with the tree: every file by name, all in one run",
    };

    public override async Task<string> VersionAsync()
    {
        var run = await ProgramAsync("curl", ["--version"]);
        return $"{VersionPattern.First(run.Output)}, {run.Output.Split(' ').First(static word => word.StartsWith("libssh2/", StringComparison.Ordinal))}";
    }

    public override async Task<ProcessRun> RunAsync(Target target, Step step)
    {
        var url = Url(target, step.Remote);
        return await AskAsync(target, step.Login, step.Kind switch
        {
            StepKind.Get => [("url", url), ("output", step.Local)],
            StepKind.Put => [("url", url), ("upload-file", step.Local)],
            StepKind.ResumeGet => [("url", url), ("output", step.Local), ("continue-at", "-")],
            StepKind.ResumePut => [("url", url), ("upload-file", step.Local), ("continue-at", "-")],
            StepKind.Rename => [("url", Url(target, step.RemoteParent + "/")), ("output", "/dev/null"), ("quote", $"rename ./{step.Remote} ./{step.NewRemote}")],
            StepKind.Link => [("url", Url(target, step.RemoteParent + "/")), ("output", "/dev/null"), ("quote", $"ln {step.LinkText} ./{step.NewRemote}")],
            StepKind.PutFolder => Uploads(target, step),
            StepKind.GetFolder => await DownloadsAsync(target, step.Login, step.Remote, step.Local),
            _ => throw Unknown(step),
        });
    }

    private static (string Option, string Value)[] Uploads(Target target, Step step) =>
    [
        ("ftp-create-dirs", ""),
        .. Directory.EnumerateFiles(step.Local, "*", SearchOption.AllDirectories).SelectMany(file =>
            ((string, string)[])[("url", Url(target, $"{step.Remote}/{Path.GetRelativePath(step.Local, file)}")), ("upload-file", file)]),
    ];

    private static async Task<(string Option, string Value)[]> DownloadsAsync(Target target, LoginMethod login, string remote, string local)
    {
        Directory.CreateDirectory(local);
        List<(string, string)> files = [];
        var listing = await AskAsync(target, login, [("url", Url(target, remote + "/"))]);
        foreach (var line in listing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // "-rw-r--r-- 1 user group size month day time name": the name may have blanks.
            var name = line.Split(' ', 9, StringSplitOptions.RemoveEmptyEntries)[8];
            if (line[0] == '-')
            {
                files.AddRange([("url", Url(target, $"{remote}/{name}")), ("output", Path.Combine(local, name))]);
            }
            else if (name is not ("." or ".."))
            {
                files.AddRange(await DownloadsAsync(target, login, $"{remote}/{name}", Path.Combine(local, name)));
            }
        }

        return [.. files];
    }

    private static Task<ProcessRun> AskAsync(Target target, LoginMethod login, IEnumerable<(string Option, string Value)> request)
    {
        IEnumerable<(string, string)> options =
        [
            ("silent", ""),
            ("show-error", ""),
            .. login is LoginMethod.Password
                ? ((string, string)[])[("user", $"{target.User}:{target.Password}")]
                : [("user", target.User + ":"), ("key", target.Keys.EcdsaPem), ("pubkey", target.Keys.EcdsaPem + ".pub")],
            .. request,
        ];
        return ProgramAsync(
            "curl",
            ["--config", "-"],
            string.Concat(options.Select(static option => option.Item2.Length == 0 ? option.Item1 + "\n" : $"{option.Item1} = \"{option.Item2}\"\n")),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = target.ClientHome });
    }

    private static string Url(Target target, string path) =>
        $"sftp://127.0.0.1:{target.Port}/~/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}

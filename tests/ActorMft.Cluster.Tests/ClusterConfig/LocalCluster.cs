using System.Globalization;
using System.Runtime.CompilerServices;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.ClusterConfig;

/// <summary>What <c>cluster-config/up</c> starts, on free ports and in a temporary directory.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private const int PortsNeeded = 11;

    private static readonly string Scripts = Path.GetFullPath("../../../cluster-config", Path.GetDirectoryName(OwnFile())!);

    private readonly int _firstPort = LoopbackPort.Free(PortsNeeded);

    /// <summary>Where the cluster keeps everything.</summary>
    public string Run { get; } = Directory.CreateTempSubdirectory("actormft-cluster-").FullName;

    /// <summary>HAProxy's ports.</summary>
    public int Sftp => _firstPort;

    public int Management => _firstPort + 1;

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal)
    {
        ["CLUSTER_RUN"] = Run,
        ["CLUSTER_PORT_BASE"] = _firstPort.ToString(CultureInfo.InvariantCulture),
    };

    /// <param name="number">1 to 3.</param>
    public int SftpOf(int number) => _firstPort + 4 + number;

    public Task<ProcessRun> UpAsync() => RunAsync("up");

    public Task<ProcessRun> StatusAsync() => RunAsync("status");

    public Task<ProcessRun> DownAsync(params string[] arguments) => RunAsync("down", arguments);

    /// <summary>The stock client, as the sample's partner.</summary>
    public Task<ProcessRun> SftpAsync(int port, string commands) => ProcessRun.OfAsync(
        "sftp",
        [
            "-q", "-b", "-", "-P", port.ToString(CultureInfo.InvariantCulture), "-i", Path.Combine(Run, "acme-upload"), "-o", "BatchMode=yes",
            "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "acme-upload@127.0.0.1",
        ],
        commands);

    /// <summary>A command of the program, to whichever node HAProxy gives it.</summary>
    public Task<ProcessRun> OperateAsync(params string[] command) => ProcessRun.OfAsync(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "actormft.dll"), .. command],
        environment: new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ACTORMFT_URL"] = $"http://127.0.0.1:{Management.ToString(CultureInfo.InvariantCulture)}",
            ["ACTORMFT_TOKEN"] = File.ReadAllText(Path.Combine(Run, "admin.token")).Trim(),
        });

    /// <summary>The note of each part: its process id and start time.</summary>
    public IReadOnlyDictionary<string, string> Parts() =>
        Directory.GetFiles(Path.Combine(Run, "pids")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Run))
        {
            await DownAsync("--erase");
        }
    }

    private Task<ProcessRun> RunAsync(string script, params string[] arguments) =>
        ProcessRun.OfAsync(Path.Combine(Scripts, script), arguments, environment: Environment);

    private static string OwnFile([CallerFilePath] string path = "") => path;
}

using ActorMft.Bench;
using ActorMft.Bench.Mounts;
using ActorMft.Bench.Ssh;
using ActorMft.Bench.Syncs;

try
{
    return args switch
    {
        ["cluster", .. var rest] => await ClusterBenches.RunAsync(rest),
        ["ssh", .. var rest] => await SshBenches.RunAsync(SshBenchOptions.Parse(rest)),
        ["sync", .. var rest] => await SyncBench.RunAsync(SyncBenchOptions.Parse(rest)),
        ["mount", .. var rest] => await MountBench.RunAsync(MountBenchOptions.Parse(rest)),
        _ => throw new ArgumentException("the first argument is cluster, ssh, sync or mount"),
    };
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"bench: {exception.Message}");
    return 2;
}

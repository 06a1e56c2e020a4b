using ActorMft.Bench;
using ActorMft.Bench.Ssh;

try
{
    return args switch
    {
        ["cluster", .. var rest] => await ClusterBenches.RunAsync(rest),
        ["ssh", .. var rest] => await SshBenches.RunAsync(SshBenchOptions.Parse(rest)),
        _ => throw new ArgumentException("the first argument is cluster or ssh"),
    };
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"bench: {exception.Message}");
    return 2;
}

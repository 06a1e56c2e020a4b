using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.ClusterConfig;

/// <summary>The cluster on one machine that the documentation begins with, used as it says.</summary>
public sealed class LocalClusterTests
{
    [Fact]
    public async Task Up_gives_a_cluster_behind_one_address_and_down_ends_all_of_it()
    {
        await using var cluster = new LocalCluster();
        var file = Path.Combine(cluster.Run, "a.csv");
        await File.WriteAllTextAsync(file, "1,2\n");

        var up = await cluster.UpAsync();
        up.ShouldSucceed("up");
        up.Output.ShouldContain($"sftp -P {cluster.Sftp}");
        (await cluster.SftpAsync(cluster.Sftp, $"mkdir /invoices\nput {file} /invoices/a.csv\n")).ShouldSucceed("put through HAProxy");
        await Eventually.TrueAsync("the file is at the bank", () => File.Exists(Path.Combine(cluster.Run, "bank/home/inbound/a.csv")));
        foreach (var node in new[] { 1, 2, 3 })
        {
            var copy = file + node;
            (await cluster.SftpAsync(cluster.SftpOf(node), $"get /invoices/a.csv {copy}\n")).ShouldSucceed($"get from node {node}");
            (await File.ReadAllTextAsync(copy)).ShouldBe("1,2\n");
        }

        var parts = cluster.Parts();
        parts.Keys.Order(StringComparer.Ordinal).ShouldBe(["bank", "haproxy", "node-1", "node-2", "node-3", "postgres"]);
        (await cluster.UpAsync()).ShouldSucceed("up, again");
        cluster.Parts().ShouldBe(parts);
        var status = await cluster.StatusAsync();
        status.ShouldSucceed("status");
        status.Output.ShouldContain("64 shards");

        var drain = await cluster.OperateAsync("cluster", "drain", "node-2");
        drain.ShouldSucceed("drain");
        drain.Output.ShouldContain("node-2 has left after");
        await Eventually.TrueAsync("the drained node's process has ended", () => !IsRunning(parts["node-2"]));
        (await cluster.StatusAsync()).ExitCode.ShouldBe(1);
        (await cluster.UpAsync()).ShouldSucceed("up, after a drain");
        cluster.Parts().Where(part => part.Value != parts[part.Key]).Select(part => part.Key).ShouldBe(["node-2"]);

        parts = cluster.Parts();
        (await cluster.DownAsync()).ShouldSucceed("down");
        parts.Values.ShouldAllBe(note => !IsRunning(note));
        var gone = await cluster.StatusAsync();
        gone.ExitCode.ShouldBe(1);
        gone.Output.ShouldContain("not up");
    }

    [Fact]
    public async Task Down_ends_nothing_that_up_did_not_start()
    {
        await using var cluster = new LocalCluster();
        Directory.CreateDirectory(Path.Combine(cluster.Run, "pids"));
        using var stranger = System.Diagnostics.Process.Start("sleep", ["60"]);
        await File.WriteAllTextAsync(Path.Combine(cluster.Run, "pids/node-1"), $"{stranger.Id} 1\n");

        (await cluster.DownAsync()).ShouldSucceed("down");

        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }

    /// <summary>By process id and start time, the 22nd value of <c>/proc/PID/stat</c>.</summary>
    private static bool IsRunning(string note)
    {
        var parts = note.Split();
        try
        {
            var stat = File.ReadAllText($"/proc/{parts[0]}/stat");
            return string.Equals(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], parts[1], StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}

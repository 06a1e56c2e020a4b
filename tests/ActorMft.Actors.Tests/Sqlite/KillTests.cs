using System.Diagnostics;
using System.Globalization;
using ActorMft.Actors.Sqlite;
using ActorMft.Actors.Tests.Sample;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Actors.Tests.Sqlite;

/// <summary>Real processes on one SQLite file.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(120));

    public void Dispose()
    {
        _timeout.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_SIGKILL_is_handled_exactly_once()
    {
        List<long> acknowledged = [];
        foreach (int count in new[] { 5, 300, 37, 120 })
        {
            using Process child = Start(1_000_000 * (acknowledged.Count + 1L));
            acknowledged.AddRange(await ReadNumbersAsync(child, count));
            child.Kill();
            await child.WaitForExitAsync(_timeout.Token);
            acknowledged.AddRange((await child.StandardOutput.ReadToEndAsync(_timeout.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Number));
        }

        await using SqliteNode node = await SqliteNode.StartAsync(_directory.Path);
        List<long> handled = [];
        while (!acknowledged.ToHashSet().IsSubsetOf(handled))
        {
            handled = [.. (await node.Node.ReadEventsAsync(new EntityId("counter", "sum"), _timeout.Token)).Select(one => ((Added)one.Payload).Number)];
            await Task.Delay(10, _timeout.Token);
        }

        handled.Count.ShouldBe(handled.Distinct().Count());
    }

    [Fact]
    public async Task A_second_process_is_refused_with_a_sentence_until_the_first_is_gone()
    {
        using Process child = Start(0);
        await ReadNumbersAsync(child, 1);
        StoreException refused = await Should.ThrowAsync<StoreException>(OpenAsync());
        refused.Failure.ShouldBe(StoreFailure.InUse);
        refused.Message.ShouldContain("in use by another process");
        child.Kill();
        await child.WaitForExitAsync(_timeout.Token);
        await (await OpenAsync()).DisposeAsync();
    }

    private static long Number(string line) => long.Parse(line, CultureInfo.InvariantCulture);

    private Task<SqliteActorStore> OpenAsync() =>
        SqliteActorStore.OpenAsync(Path.Combine(_directory.Path, "actors.db"), TimeProvider.System, NullLoggerFactory.Instance, _timeout.Token);

    private async Task<List<long>> ReadNumbersAsync(Process child, int count)
    {
        List<long> numbers = [];
        while (numbers.Count < count)
        {
            string line = await child.StandardOutput.ReadLineAsync(_timeout.Token)
                ?? throw new InvalidOperationException("The child ended: " + await child.StandardError.ReadToEndAsync(_timeout.Token));
            numbers.Add(Number(line));
        }

        return numbers;
    }

    private Process Start(long first)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(ChildProgram).Assembly.Location);
        start.ArgumentList.Add(_directory.Path);
        start.ArgumentList.Add(first.ToString(CultureInfo.InvariantCulture));
        return Process.Start(start)!;
    }
}

using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Resources;
using ActorMft.Node.Endpoints;
using ActorMft.Node.Endpoints.Lan;
using ActorMft.Node.Pulls;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Pulls;

/// <summary>Looks at a directory, with a memory that keeps what it is told.</summary>
public sealed class LookRunnerTests : IDisposable
{
    private static readonly EntityId _owner = new("pull", "acme/statements");
    private static readonly DateTimeOffset _time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly SortedDictionary<string, ViewRow> _rows = new(StringComparer.Ordinal);
    private readonly ManualTime _clock = new();
    private readonly LookRunner _runner;
    private FlowSource _source = new() { Endpoint = "share", Path = "/out", Settle = TimeSpan.Zero };

    public LookRunnerTests()
    {
        Directory.CreateDirectory(_directory["share/out/deep"]);
        var catalog = new FixedCatalog(new EndpointSpec { Organization = "acme", Name = "share", Type = EndpointTypes.Lan, Path = _directory["share"] });
        var memory = new TakenMemory(
            (_, ids, _) => Task.FromResult<IReadOnlyList<ViewRow>>([.. ids.Where(_rows.ContainsKey).Select(id => _rows[id])]),
            (query, _) => Task.FromResult<IReadOnlyList<ViewRow>>(
                [.. _rows.Values.Where(row => row.Scope == query.Scope && string.CompareOrdinal(row.Id, query.AfterId) > 0).Take(query.Limit)]));
        _messenger.Answer = (_, _) => new FlowReached();
        _runner = new LookRunner(new EndpointOpener(catalog, [new LanEndpoint()]), memory, _clock, NullLogger<LookRunner>.Instance);
    }

    [Fact]
    public async Task New_files_are_told_oldest_first_and_then_known()
    {
        Write("out/b.csv", "hello", seconds: 1);
        Write("out/a.csv", "hello", seconds: 2);
        Write("out/a.csv.tmp", "not yet");
        var ended = await LookAsync("1");

        Told().ShouldBe(["/out/b.csv", "/out/a.csv"]);
        var first = _messenger.Of<FileArrived>()[0];
        first.Pinned.ShouldBeFalse();
        first.File.ShouldBe(new FileIdentity(0, 5, _time.AddSeconds(1)));
        (ended.Matched, ended.Taken, ended.Unsettled, ended.Error).ShouldBe((2, 2, 0, null));

        ended = await LookAsync("2");
        (ended.Matched, ended.Taken).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Changed_file_is_told_again_and_a_vanished_one_is_forgotten()
    {
        Write("out/a.csv", "hello");
        Write("out/b.csv", "hello");
        await LookAsync("1");
        Write("out/a.csv", "hello", seconds: 1);
        File.Delete(_directory["share/out/b.csv"]);
        _clock.Advance(TimeSpan.FromHours(2));
        await LookAsync("2");

        Told().ShouldBe(["/out/a.csv", "/out/b.csv", "/out/a.csv"]);
        _messenger.Of<ForgetTaken>().SelectMany(forget => forget.Ids).ShouldBe(["acme/statements/share:/out/b.csv"]);
    }

    [Fact]
    public async Task Quite_empty_source_may_be_unmounted_and_nothing_is_forgotten()
    {
        Write("out/a.csv", "hello");
        await LookAsync("1");
        File.Delete(_directory["share/out/a.csv"]);
        _clock.Advance(TimeSpan.FromHours(2));
        await LookAsync("2");
        _messenger.Of<ForgetTaken>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Look_that_runs_again_tells_the_same_arrivals_and_a_later_look_others()
    {
        Write("out/a.csv", "hello");
        await LookAsync("1", remember: false);
        await LookAsync("1", remember: false);
        await LookAsync("2", remember: false);
        var ids = _messenger.Of<FileArrived>().Select(arrived => arrived.ArrivalId).ToList();
        ids[0].ShouldBe(ids[1]);
        ids[2].ShouldNotBe(ids[0]);
        _messenger.Sent.Where(message => message.Message is FileArrived).Select(message => message.RequestId).ShouldBe(ids.Select(id => "arrival/" + id));
    }

    [Theory]
    [InlineData("/out", "/out/a.csv")]
    [InlineData("/out/**", "/out/a.csv", "/out/deep/b.csv")]
    [InlineData("/**", "/out/a.csv", "/out/deep/b.csv", "/top.csv")]
    [InlineData("/", "/top.csv")]
    public async Task Subdirectories_are_looked_into_when_the_path_says_so(string path, params string[] expected)
    {
        _source = _source with { Path = path, Include = ["*.csv"], Exclude = ["no*"] };
        Write("out/a.csv", "hello");
        Write("out/a.txt", "hello");
        Write("out/no.csv", "hello");
        Write("out/deep/b.csv", "hello");
        Write("top.csv", "hello");
        File.CreateSymbolicLink(_directory["share/out/link.csv"], _directory["share/out/a.csv"]);
        await LookAsync("1");
        Told().Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    [Fact]
    public async Task File_that_changes_while_it_is_watched_waits_for_another_look()
    {
        _source = _source with { Settle = null };
        Write("out/growing.csv", "hel");
        Write("out/still.csv", "hello");
        var look = RunAsync("1", remember: true);
        while (_clock.Pending == 0)
        {
            await Task.Yield();
        }

        Write("out/growing.csv", "hello");
        _clock.Advance(FlowSource.DefaultSettle);
        var ended = await look;
        Told().ShouldBe(["/out/still.csv"]);
        (ended.Matched, ended.Taken, ended.Unsettled).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task File_with_a_trigger_waits_for_it_and_not_for_the_clock()
    {
        _source = _source with { Settle = null, Trigger = new Trigger { On = TriggerOn.TriggerFile, TriggerFile = "{name}.done" } };
        Write("out/a.csv", "hello");
        Write("out/b.csv", "hello");
        Write("out/b.csv.done", "");
        var ended = await LookAsync("1");
        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        arrived.Path.ShouldBe("/out/b.csv");
        arrived.Trigger.ShouldBe(new TriggerFile("/out/b.csv.done", new FileIdentity(0, 0, _time)));
        ended.Unsettled.ShouldBe(1);
    }

    [Fact]
    public async Task Directory_that_is_missing_is_a_sentence()
    {
        Directory.Delete(_directory["share/out"], recursive: true);
        var ended = await LookAsync("1");
        ended.Error.ShouldBe("The directory '/out' isn't there at share. Make it there, or correct the flow's source.path.");
        _messenger.Of<LookEnded>().Single().Transient.ShouldBeTrue();

        Directory.Delete(_directory["share"]);
        (await LookAsync("2")).Error!.ShouldContain("Mount the share");
    }

    [Fact]
    public async Task Thousands_of_files_are_told_in_portions()
    {
        for (var number = 0; number < 1234; number++)
        {
            Write($"out/{number:0000}.csv", "hello");
        }

        (await LookAsync("1")).Taken.ShouldBe(1234);
        Told().ShouldBeUnique();
        (await LookAsync("2")).Taken.ShouldBe(0);
    }

    [Fact]
    public async Task Name_that_is_not_utf8_is_told_and_left_out()
    {
        Write("out/a.csv", "hello");
        Write("out/b\uFFFD.csv", "named so");
        ProcessRun.Checked("sh", ["-c", "printf hello > \"$1/$(printf '\\344').csv\"", "sh", _directory["share/out"]]);

        var ended = await LookAsync("1");

        // The base class library can't.
        ProcessRun.Checked("rm", ["-r", _directory["share/out"]]);
        Told().ShouldBe(["/out/a.csv", "/out/b\uFFFD.csv"], ignoreOrder: true);
        (ended.Matched, ended.Taken, ended.Unsettled).ShouldBe((2, 2, 0));
        ended.Error.ShouldBe("The name of '/out/\uFFFD.csv' at share is not UTF-8, and it is left out. Have it named otherwise there.");
    }

    [Fact]
    public async Task Deleted_flow_forgets_everything()
    {
        Write("out/a.csv", "hello");
        await LookAsync("1");
        await _runner.RunAsync(new WorkItem(_owner, "work", new ForgetAllTaken("acme", "statements"), DateTimeOffset.UnixEpoch, Run: 1), _messenger, CancellationToken.None);
        _messenger.Of<ForgetTaken>().ShouldHaveSingleItem().Ids.ShouldBe([.. _rows.Keys]);
        _messenger.Of<AllTakenForgotten>().ShouldHaveSingleItem();
    }

    public void Dispose() => _directory.Dispose();

    private List<string> Told() => [.. _messenger.Of<FileArrived>().Select(arrived => arrived.Path)];

    private void Write(string path, string text, int seconds = 0)
    {
        File.WriteAllText(_directory["share/" + path], text);
        File.SetLastWriteTimeUtc(_directory["share/" + path], _time.AddSeconds(seconds).UtcDateTime);
    }

    private Task<LookOutcome> LookAsync(string id, bool remember = true) => RunAsync(id, remember).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Looks, and remembers what was told, as the flow does.</summary>
    private async Task<LookOutcome> RunAsync(string id, bool remember)
    {
        var look = new LookAtSource("acme", "statements", _source, FlowRevision: 7, Revision: 9, id, DateTimeOffset.UnixEpoch, Attempt: 1);
        await _runner.RunAsync(new WorkItem(_owner, "work", look, DateTimeOffset.UnixEpoch, Run: 1), _messenger, CancellationToken.None);
        foreach (var arrived in _messenger.Of<FileArrived>().Where(_ => remember))
        {
            var row = DomainJson.Write(new TakenFile(arrived.File.Size, arrived.File.ModifiedAt));
            _rows[arrived.MemoryId!] = new ViewRow(ViewNames.Taken, arrived.MemoryId!, "acme/statements", "", row);
        }

        return _messenger.Of<LookEnded>()[^1].Outcome;
    }
}

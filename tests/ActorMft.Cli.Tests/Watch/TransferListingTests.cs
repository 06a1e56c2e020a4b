using System.Text.Json.Nodes;
using ActorMft.Cli.Tests.Parts;
using ActorMft.Cli.Transfers;
using ActorMft.Cli.Watch;
using Spectre.Console;

namespace ActorMft.Cli.Tests.Watch;

public sealed class TransferListingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Running_transfer_shows_rate_and_time_left()
    {
        var row = Row("running", """, "bytes": 524288, "bytesPerSecond": 262144, "secondsLeft": 62""");

        row.Percent.ShouldBe(50);
        row.Remark(Now).ShouldBe("256 KiB/s, 1 min 2 s left");
    }

    [Fact]
    public void Waiting_transfer_shows_its_reason_and_the_next_attempt() =>
        Row("waiting", """, "error": "127.0.0.1:22 refused the connection.", "nextAttempt": "2026-01-31T09:00:30Z" """)
            .Remark(Now).ShouldBe("127.0.0.1:22 refused the connection. (next attempt in 30 s)");

    [Fact]
    public void Transfer_is_never_at_hundred_percent_before_it_is_delivered()
    {
        Row("running", """, "bytes": 1048576""").Percent.ShouldBe(99);
        Row("delivered", """, "bytes": 0""").Percent.ShouldBe(100);
    }

    [Fact]
    public void Lines_are_written_only_when_something_changed()
    {
        var output = new StringWriter { NewLine = "\n" };
        var lines = new WatchLines(output, TimeProvider.System);

        lines.Write([Row("running", """, "bytes": 100000""")]);
        lines.Write([Row("running", """, "bytes": 100001""")]);
        lines.Write([Row("running", """, "bytes": 600000""")]);
        lines.Write([Row("delivered", "")]);
        lines.Write([Row("delivered", "")]);

        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Contains("% of 1.0 MiB", StringComparison.Ordinal)).ShouldBe([true, true, true]);
    }

    [Fact]
    public void Live_table_has_a_bar_and_shows_names_literally()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;

        console.Write(WatchTable.Draw([Row("running", """, "bytes": 524288""", "/in/[red]a\\u001b.csv")], Now));

        output.ToString().ShouldContain("##########..........  50 %");
        output.ToString().ShouldContain("/in/[red]a\\u{1b}.csv");
        output.ToString().ShouldContain("512 KiB of 1.0 MiB");
    }

    [Fact]
    public async Task List_follows_the_pages_up_to_its_limit()
    {
        await using var node = new FakeNode((request, _) => request.Contains("cursor=2", StringComparison.Ordinal)
            ? (200, $$"""{"items":[{{Json("delivered", "")}},{{Json("delivered", "")}}],"nextCursor":"4"}""")
            : (200, $$"""{"items":[{{Json("delivered", "")}},{{Json("delivered", "")}}],"nextCursor":"2"}"""));

        var run = await node.RunAsync("/", "transfers", "list", "--flow", "acme/x", "--state", "delivered", "--limit", "3", "-o", "json");

        JsonNode.Parse(run.Output)!.AsArray().Count.ShouldBe(3);
        node.Requests.ShouldBe(["GET /api/v1/transfers?limit=3&flow=acme%2Fx&state=delivered", "GET /api/v1/transfers?limit=3&flow=acme%2Fx&state=delivered&cursor=2"]);
    }

    [Fact]
    public async Task Timeline_shows_each_event_with_its_facts()
    {
        await using var node = new FakeNode((_, _) => (200, Json("delivered", """
            , "events": [{"seq":1,"type":"attemptBegan","at":"2026-01-31T09:00:00Z","node":"node-1","attempt":2,"resumedAt":4096,"text":"attempt 2 on node-1, continues at byte 4096"},
                         {"seq":2,"type":"somethingNew","at":"2026-01-31T09:00:01Z","node":"node-1"}]
            """)));

        var run = await node.RunAsync("/", "transfers", "show", "01J");

        run.Output.ShouldContain("2026-01-31 09:00:00.000Z  attempt 2 on node-1, continues at byte 4096\n");
        run.Output.ShouldContain("2026-01-31 09:00:01.000Z  somethingNew, node node-1\n");
    }

    [Fact]
    public async Task Watch_until_idle_ends_with_failure_when_something_was_parked()
    {
        var looks = 0;
        await using var node = new FakeNode((request, _) => request switch
        {
            _ when request.Contains("state=running", StringComparison.Ordinal) => (200, looks++ == 0 ? $$"""{"items":[{{Json("running", "")}}]}""" : """{"items":[]}"""),
            "GET /api/v1/transfers/01J" => (200, Json("parked", """, "error": "no such folder" """)),
            _ => (200, """{"items":[]}"""),
        });

        var run = await node.RunAsync("/", "watch", "--until-idle");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("parked");
        run.Output.ShouldContain("no such folder");
    }

    private static TransferRow Row(string state, string more, string file = "/in/a.csv") => TransferRow.From(JsonNode.Parse(Json(state, more, file)));

    private static string Json(string state, string more, string file = "/in/a.csv") =>
        $$"""{"id":"01J","flow":"acme/x","file":"{{file}}","size":1048576,"target":"bank:in","state":"{{state}}","attempts":1{{more}}}""";
}

using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_works_at_first_and_again_on_what_is_there()
    {
        var first = await ProgramProcess.RunAsync(_folder.Root, "demo", "--once");

        first.ExitCode.ShouldBe(0, first.ToString());
        first.Output.ShouldContain("created    Flow demo/orders");
        first.Output.ShouldContain("with OpenSSH's sftp");
        first.Output.ShouldContain("the same bytes");
        first.Output.ShouldContain("source deleted");

        var second = await ProgramProcess.RunAsync(_folder.Root, "demo", "--once");

        second.ExitCode.ShouldBe(0, second.ToString());
        second.Output.ShouldContain("unchanged  Flow demo/orders");
        second.Output.ShouldContain("the same bytes");
    }

    [Fact]
    public async Task Demo_works_without_the_stock_client()
    {
        var run = await Run.OfAsync(new Dictionary<string, string>(StringComparer.Ordinal), _folder.Root, "demo", "--once");

        run.ExitCode.ShouldBe(0, run.ToString());
        run.Output.ShouldContain("with our own SFTP client");
        run.Output.ShouldContain("the same bytes");
    }

    [Fact]
    public async Task Demo_keeps_serving_until_it_is_stopped()
    {
        using var demo = ProgramProcess.Start(_folder.Root, "demo");
        var lines = new List<string>();
        while (lines.LastOrDefault()?.Contains("Ctrl-C ends the demo", StringComparison.Ordinal) is not true)
        {
            lines.Add((await demo.StandardOutput.ReadLineAsync())!.ShouldNotBeNull(string.Join('\n', lines)));
        }
        await ProgramProcess.SignalAsync(demo, "TERM");
        var rest = await ProgramProcess.EndAsync(demo);

        rest.ExitCode.ShouldBe(0, rest.ToString());
        rest.Output.ShouldContain("Done");
    }

    [Fact]
    public async Task Demo_in_a_place_that_cannot_be_written_says_so()
    {
        _folder.Write("data", "a file where the directory should be");

        var run = await ProgramProcess.RunAsync(_folder.Root, "demo", "--once");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("./data/demo can't be made here");
    }
}

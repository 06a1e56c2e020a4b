using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Sessions;

public class SessionsCloseTests
{
    [Fact]
    public async Task Session_is_closed_with_the_reason_that_is_given()
    {
        await using var node = new FakeNode((_, _) => (204, ""));

        var run = await node.RunAsync("/", "sessions", "close", "s-1", "--reason", "maintenance until 14:00 & 15:00");
        run.ShouldBe(new Run(0, "closed s-1\n", ""));
        (await node.RunAsync("/", "sessions", "close", "s-2")).ExitCode.ShouldBe(0);

        node.Requests.ShouldBe(["DELETE /api/v1/sessions/s-1?reason=maintenance%20until%2014%3A00%20%26%2015%3A00", "DELETE /api/v1/sessions/s-2"]);
    }
}

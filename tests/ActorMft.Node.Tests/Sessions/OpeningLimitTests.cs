using ActorMft.Node.Sessions;

namespace ActorMft.Node.Tests.Sessions;

public sealed class OpeningLimitTests
{
    [Fact]
    public void Place_that_is_left_is_free_again_and_only_once()
    {
        var limit = new OpeningLimit(1);
        var first = limit.TryEnter();
        first.ShouldNotBeNull();
        limit.TryEnter().ShouldBeNull();
        first.Dispose();
        first.Dispose();
        limit.TryEnter().ShouldNotBeNull();
        limit.TryEnter().ShouldBeNull();
    }
}

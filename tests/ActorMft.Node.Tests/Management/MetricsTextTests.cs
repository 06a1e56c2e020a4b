using ActorMft.Node.Management;

namespace ActorMft.Node.Tests.Management;

public sealed class MetricsTextTests
{
    [Fact]
    public void Samples_follow_the_text_format()
    {
        var text = new MetricsText()
            .Gauge("a", "Help.", 1)
            .Family("b", "gauge", "More help.")
            .Sample("b", 0.5, ("remote", "x\"y\\z"), ("n", "1"))
            .ToString();

        text.ShouldBe(
            """
            # HELP a Help.
            # TYPE a gauge
            a 1
            # HELP b More help.
            # TYPE b gauge
            b{remote="x\"y\\z",n="1"} 0.5

            """);
    }
}

using ActorMft.Domain.Json;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Domain.Tests.Json;

public class DurationTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("15m", 900)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("0s", 0)]
    [InlineData("90s", 90)]
    public void Text_is_read_as_its_duration(string text, int seconds)
    {
        Duration.TryParse(text, out var value).ShouldBeTrue();
        value.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("1m1h")]
    [InlineData("1m1m")]
    [InlineData("1.5h")]
    [InlineData("00:15:00")]
    [InlineData("999999999d")]
    public void Other_text_is_refused(string? text) => Duration.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_duration_is_read_as_it_was_written() =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), milliseconds =>
            Duration.TryParse(Duration.Format(TimeSpan.FromMilliseconds(milliseconds)), out var value) && value == TimeSpan.FromMilliseconds(milliseconds))
            .QuickCheckThrowOnFailure();
}

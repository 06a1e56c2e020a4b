using ActorMft.Domain.Json;

namespace ActorMft.Domain.Tests.Json;

public class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 17)]
    [InlineData("1 B", 1)]
    [InlineData("100MB", 100_000_000)]
    [InlineData("100mb", 100_000_000)]
    [InlineData("2GiB", 2L << 30)]
    public void Size_with_a_unit_is_read(string text, long bytes)
    {
        ByteSize.TryParse(text, out var size).ShouldBeTrue();
        size.Bytes.ShouldBe(bytes);
        ByteSize.TryParse(size.ToString(), out var again).ShouldBeTrue();
        again.ShouldBe(size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1MB")]
    [InlineData("1.5MB")]
    [InlineData("1XB")]
    [InlineData("9223372036854775807KB")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_refused(string text) => ByteSize.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(100_000_000, "100MB")]
    [InlineData(1 << 20, "1MiB")]
    [InlineData(1001, "1001B")]
    [InlineData(0, "0B")]
    public void Size_is_written_with_the_largest_unit_that_keeps_it_whole(long bytes, string text) => new ByteSize(bytes).ToString().ShouldBe(text);
}

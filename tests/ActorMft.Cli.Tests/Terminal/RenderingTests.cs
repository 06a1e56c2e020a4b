using ActorMft.Cli.Logging;
using ActorMft.Cli.Terminal;
using Microsoft.Extensions.Logging;

namespace ActorMft.Cli.Tests.Terminal;

public sealed class RenderingTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(200_000, "195 KiB")]
    [InlineData(1L << 30, "1.0 GiB")]
    [InlineData(long.MaxValue, "8192 PiB")]
    public void Size_is_shown_in_the_unit_that_fits(long bytes, string shown) => Quantity.Bytes(bytes).ShouldBe(shown);

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.2, "1 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3_700, "1 h 1 min")]
    [InlineData(90_000, "1 d 1 h")]
    [InlineData(-5, "0 s")]
    public void Duration_is_shown_in_two_units_at_most(double seconds, string shown) => Quantity.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(shown);

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(999, 1000, 99)]
    [InlineData(1000, 1000, 100)]
    [InlineData(0, 0, 100)]
    public void Percent_reaches_hundred_only_at_the_end(long done, long size, int percent) => Quantity.Percent(done, size).ShouldBe(percent);

    [Fact]
    public void Bar_is_always_as_wide_as_asked()
    {
        Quantity.Bar(0, 10).ShouldBe("..........");
        Quantity.Bar(55, 10).ShouldBe("#####.....");
        Quantity.Bar(100, 10).ShouldBe("##########");
    }

    [Theory]
    [InlineData("plain é 日本.csv", "plain é 日本.csv")]
    [InlineData("\u001b[2Jgone", "\\u{1b}[2Jgone")]
    [InlineData("a\nb\u202ecsv.exe", "a\\u{a}b\\u{202e}csv.exe")]
    [InlineData("\u009b31m", "\\u{9b}31m")]
    public void Names_cannot_drive_the_terminal(string name, string shown) => TerminalText.Clean(name).ShouldBe(shown);

    [Fact]
    public void Table_columns_are_as_wide_as_their_content_also_for_wide_letters()
    {
        var table = new TextTable("NAME", "SIZE");
        table.Add("日本", "1 B");
        table.Add("longer name", "10 B");
        table.Add(null, "-");
        var output = new StringWriter { NewLine = "\n" };

        table.Write(output);

        output.ToString().ShouldBe("NAME         SIZE\n日本         1 B\nlonger name  10 B\n             -\n");
    }

    [Fact]
    public void Log_entry_stays_on_its_line_whatever_it_says()
    {
        var line = LogLine.Format(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.FromHours(1)), LogLevel.Warning, "ActorMft.Node.Sessions.SftpListener", "put 'a\u001b[0m' failed\n  at once");

        line.ShouldBe("2026-01-31T09:00:00.000Z warn  SftpListener: put 'a\\u{1b}[0m' failed | at once");
    }
}

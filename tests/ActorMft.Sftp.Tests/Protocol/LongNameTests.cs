using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ActorMft.Sftp.Local;
using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests.Protocol;

public sealed partial class LongNameTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0x81A4u, 4096L, "2026-06-01T09:05:00Z", "-rw-r--r--    1 1000     100          4096 Jun 01 09:05 a b")]
    [InlineData(0x41EDu, 0L, "2025-06-01T09:05:00Z", "drwxr-xr-x    1 1000     100             0 Jun 01  2025 a b")]
    [InlineData(0xA1FFu, 5L, "2030-01-02T00:00:00Z", "lrwxrwxrwx    1 1000     100             5 Jan 02  2030 a b")]
    [InlineData(0x11A4u, 0L, "1970-01-01T00:00:00Z", "prw-r--r--    1 1000     100             0 Jan 01  1970 a b")]
    [InlineData(0x8000u, 99999999999L, "2106-02-07T06:28:15Z", "----------    1 1000     100      99999999999 Feb 07  2106 a b")]
    public void Line_has_the_columns_of_ls(uint mode, long size, string modified, string expected)
    {
        var attributes = new SftpAttributes
        {
            Mode = mode,
            Size = size,
            UserId = 1000,
            GroupId = 100,
            ModifyTime = (uint)DateTimeOffset.Parse(modified, CultureInfo.InvariantCulture).ToUnixTimeSeconds(),
        };
        LongName.Format("a b", attributes, Now, TimeZoneInfo.Utc).ShouldBe(expected);
    }

    [Fact]
    public async Task Lines_of_a_real_directory_have_the_fields_that_ls_shows()
    {
        using var directory = new TestDirectory();
        directory.WriteRandom("plain", 1234);
        directory.WriteRandom("old one", 0);
        File.SetLastWriteTimeUtc(directory["old one"], new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.SetUnixFileMode(directory["old one"], UnixFileMode.UserRead | UnixFileMode.GroupWrite | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(directory["dir"]);
        File.CreateSymbolicLink(directory["link"], "plain");
        using var files = new LocalFileSystem(directory.Path, new LocalFileSystemOptions());
        await using var served = await files.OpenDirectoryAsync("/", default);
        var ours = (await served.ReadAsync(default)).Select(name => Fields(LongName.Format(name.Name, name.Attributes, TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc)));
        using var ls = Process.Start(new ProcessStartInfo("ls", ["-lnA", directory.Path]) { RedirectStandardOutput = true, Environment = { ["LC_ALL"] = "C", ["TZ"] = "UTC" } })!;
        var theirs = (await ls.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Fields);
        ours.Order(StringComparer.Ordinal).ShouldBe(theirs.Order(StringComparer.Ordinal));
    }

    // What follows the arrow, the number of links, and how a day below 10 is filled up are ls's own.
    private static string Fields(string line)
    {
        var match = Line().Match(line);
        match.Success.ShouldBeTrue(line);
        return string.Join('|', match.Groups.Values.Skip(1).Select(group => group.Value.TrimStart('0', ' ')));
    }

    [GeneratedRegex(@"^([-dl][-rwx]{9})\s+\d+\s+(\d+)\s+(\d+)\s+(\d+) (\w{3})\s+(\d+)\s+([\d:]{4,5}) (.*?)(?: -> .*)?$")]
    private static partial Regex Line();
}

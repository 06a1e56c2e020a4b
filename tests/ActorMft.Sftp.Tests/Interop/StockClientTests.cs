using ActorMft.Sftp.Local;
using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests.Interop;

/// <summary>OpenSSH's sftp and lftp against our server, over a pipe.</summary>
public sealed class StockClientTests : IDisposable
{
    private readonly TestDirectory _served = new();
    private readonly TestDirectory _local = new();

    public void Dispose()
    {
        _served.Dispose();
        _local.Dispose();
    }

    [Theory]
    [InlineData("plain.bin", 10_000_000)]
    [InlineData("with spaces and 'quotes'.bin", 100)]
    [InlineData("Übergrößen-日本-🚀.bin", 70_000)]
    [InlineData("empty", 0)]
    public async Task Sftp_puts_and_gets_the_same_bytes(string name, int length)
    {
        var bytes = _local.WriteRandom(name, length);
        await SucceedsAsync($"put -p \"{_local[name]}\" \"{name}\"", $"get \"{name}\" \"{_local["back"]}\"");
        File.ReadAllBytes(_served[name]).ShouldBeBytes(bytes);
        File.ReadAllBytes(_local["back"]).ShouldBeBytes(bytes);
        File.GetLastWriteTimeUtc(_served[name]).ShouldBe(File.GetLastWriteTimeUtc(_local[name]), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Sftp_puts_and_gets_directories()
    {
        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in (string[])["a", "sub/b", "sub/deep er/c", "sub/deep er/ü"])
        {
            bytes[name] = _local.WriteRandom("tree/" + name, 1000 * bytes.Count);
        }

        await SucceedsAsync($"put -R {_local["tree"]} tree", $"get -R tree {_local["back"]}");
        foreach (var (name, content) in bytes)
        {
            File.ReadAllBytes(_served["tree/" + name]).ShouldBeBytes(content);
            File.ReadAllBytes(_local["back/" + name]).ShouldBeBytes(content);
        }
    }

    [Fact]
    public async Task Sftp_reput_and_reget_go_on_where_it_broke()
    {
        var bytes = _local.WriteRandom("a", 5_000_000);
        File.WriteAllBytes(_served["a"], bytes[..3_000_001]);
        await SucceedsAsync($"reput {_local["a"]} a");
        File.ReadAllBytes(_served["a"]).ShouldBeBytes(bytes);
        File.WriteAllBytes(_local["back"], bytes[..1_234_567]);
        await SucceedsAsync($"reget a {_local["back"]}");
        File.ReadAllBytes(_local["back"]).ShouldBeBytes(bytes);
    }

    [Fact]
    public async Task Sftp_lists_as_ls_does()
    {
        _served.WriteRandom("a file", 1234);
        File.SetUnixFileMode(_served["a file"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(_served["a file"], new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Directory.CreateDirectory(_served["dir"]);
        File.CreateSymbolicLink(_served["link"], "a file");
        var output = await SucceedsAsync("ls -la", "pwd", "df");
        output.ShouldMatch(@"(?m)^-rw-r-----\s+\S+\s+\S+\s+\S+\s+1234 Feb\s+3\s+2001 a file\s*$");
        output.ShouldMatch(@"(?m)^d[rwx-]{9}\s.* dir\s*$");
        output.ShouldMatch(@"(?m)^l[rwx-]{9}\s.* link\s*$");
        output.ShouldContain("Remote working directory: /");
        output.ShouldContain("Avail");
    }

    [Fact]
    public async Task Sftp_renames_links_changes_and_removes()
    {
        var bytes = _local.WriteRandom("a", 1000);
        await SucceedsAsync(
            $"put {_local["a"]} a.tmp",
            "rename a.tmp a",
            "ln a hard",
            "ln -s a soft",
            "chmod 600 a",
            "mkdir d",
            "-mkdir d",
            "rename a d/a",
            "cd d",
            "ls",
            "cp a copy",
            "rm a",
            "cd ..",
            "mkdir empty",
            "rmdir empty",
            "rm soft");
        File.ReadAllBytes(_served["hard"]).ShouldBeBytes(bytes);
        File.ReadAllBytes(_served["d/copy"]).ShouldBeBytes(bytes);
        File.GetUnixFileMode(_served["hard"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.EnumerateFileSystemEntries(_served.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["d", "hard"]);
    }

    [Fact]
    public async Task Sftp_uses_each_extension_it_has_a_command_for()
    {
        var bytes = _local.WriteRandom("a", 1000);
        _served.WriteRandom("b", 5);
        using var files = new LocalFileSystem(_served.Path, new LocalFileSystemOptions());
        var owner = (await files.StatAsync("/b", default)).UserId;
        var (exitCode, output) = await StockClient.TalkativeSftpAsync(
            _served.Path,
            $"put -f {_local["a"]} a",
            "ln a hard",
            "ln -s a soft",
            "rename a b",
            "cp b copy",
            $"chown -h {owner} soft",
            "df",
            "df -i",
            "ls -l");
        exitCode.ShouldBe(0, output);
        File.ReadAllBytes(_served["copy"]).ShouldBeBytes(bytes);
        File.ReadAllBytes(_served["b"]).ShouldBeBytes(bytes);
        File.Exists(_served["a"]).ShouldBeFalse();
        foreach (var extension in (string[])["limits", "fsync", "hardlink", "posix-rename", "copy-data", "lsetstat", "statvfs", "users-groups-by-id"])
        {
            output.ShouldContain(extension == "limits" || extension == "copy-data" ? $"Sent message {extension}" : $"SSH2_FXP_EXTENDED({extension}");
        }
    }

    [Theory]
    [InlineData("get none", "none\" not found")]
    [InlineData("rmdir d", "Failure")]
    [InlineData("cd ../../etc", "No such file")]
    [InlineData("put /etc/hostname d/none/x", "no such file")]
    public async Task Sftp_shows_what_is_wrong(string command, string sentence)
    {
        Directory.CreateDirectory(_served["d/full"]);
        var (exitCode, output) = await StockClient.SftpAsync(_served.Path, command);
        exitCode.ShouldBe(1);
        output.ShouldContain(sentence, Case.Insensitive);
    }

    [Fact]
    public async Task Lftp_mirrors_both_ways_and_continues()
    {
        _local.WriteRandom("tree/a b", 100_000);
        _local.WriteRandom("tree/sub/ü", 10);
        _local.WriteRandom("tree/zero", 0);
        var whole = _local.WriteRandom("big", 2_000_000);
        File.WriteAllBytes(_served["big"], whole[..700_000]);
        var (exitCode, output) = await StockClient.LftpAsync(
            _served.Path,
            $"mirror -R {_local["tree"]} up",
            $"mirror up {_local["down"]}",
            $"put -c {_local["big"]} -o big",
            "ls",
            "mv big big2",
            "rm -r up");
        exitCode.ShouldBe(0, output);
        File.ReadAllBytes(_served["big2"]).ShouldBeBytes(whole);
        File.ReadAllBytes(_local["down/a b"]).ShouldBeBytes(File.ReadAllBytes(_local["tree/a b"]));
        File.ReadAllBytes(_local["down/sub/ü"]).Length.ShouldBe(10);
        File.Exists(_local["down/zero"]).ShouldBeTrue();
        Directory.Exists(_served["up"]).ShouldBeFalse();
        output.ShouldMatch(@"(?m)^-rw.*2000000 .* big\s*$");
    }

    private async Task<string> SucceedsAsync(params string[] commands)
    {
        var (exitCode, output) = await StockClient.SftpAsync(_served.Path, commands);
        exitCode.ShouldBe(0, output);
        return output;
    }
}

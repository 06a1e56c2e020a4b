using System.Diagnostics;
using System.Security.Cryptography;
using ActorMft.Cli.Tests.Parts;

namespace ActorMft.Cli.Tests.Sftp;

/// <summary>The stock client against <c>actormft sftp-server</c> over a pipe.</summary>
public sealed class SftpServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SftpServerTests() => Directory.CreateDirectory(Path.Combine(_folder.Root, "served"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_go_up_and_down()
    {
        var bytes = RandomNumberGenerator.GetBytes(3_000_001);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Root, "up.bin"), bytes);

        var run = await SftpAsync("", "mkdir in\nput up.bin in/up.bin\nget in/up.bin down.bin\nls -l in\n");

        run.ExitCode.ShouldBe(0, run.ToString());
        run.Output.ShouldContain("3000001");
        (await File.ReadAllBytesAsync(Path.Combine(_folder.Root, "down.bin"))).ShouldBe(bytes);
        (await File.ReadAllBytesAsync(Path.Combine(_folder.Root, "served/in/up.bin"))).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("put up.bin new.bin")]
    [InlineData("put up.bin there.bin")]
    [InlineData("rm there.bin")]
    [InlineData("rename there.bin other.bin")]
    [InlineData("mkdir folder")]
    [InlineData("chmod 600 there.bin")]
    [InlineData("ln -s there.bin link")]
    public async Task Read_only_server_refuses_every_change(string command)
    {
        _folder.Write("up.bin", "new");
        _folder.Write("served/there.bin", "old");

        var run = await SftpAsync("--read-only", $"get there.bin copy.bin\n{command}\n");

        run.ExitCode.ShouldBe(1, run.ToString());
        (await File.ReadAllTextAsync(Path.Combine(_folder.Root, "copy.bin"))).ShouldBe("old");
        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Root, "served")).Select(Path.GetFileName).ShouldBe(["there.bin"]);
        (await File.ReadAllTextAsync(Path.Combine(_folder.Root, "served/there.bin"))).ShouldBe("old");
    }

    [Theory]
    [InlineData("--deny mkdir,copy-data", "mkdir folder")]
    [InlineData("--deny mkdir,copy-data", "cp there.bin copy")]
    [InlineData("-P write", "put there.bin up")]
    [InlineData("--allow realpath,stat,lstat,open,read,close,fstat", "put there.bin up")]
    [InlineData("--allow open,read,close,stat,lstat,realpath,fstat", "ln there.bin link")]
    public async Task Requests_that_are_not_allowed_are_refused_and_others_done(string rule, string command)
    {
        _folder.Write("there.bin", "local");
        _folder.Write("served/there.bin", "old");

        var run = await SftpAsync(rule, $"get there.bin copy.bin\n{command}\n");

        run.ExitCode.ShouldBe(1, run.ToString());
        (await File.ReadAllTextAsync(Path.Combine(_folder.Root, "copy.bin"))).ShouldBe("old");
        Directory.EnumerateFiles(Path.Combine(_folder.Root, "served")).Where(file => new FileInfo(file).Length > 0).Select(Path.GetFileName).ShouldBe(["there.bin"]);
    }

    [Fact]
    public async Task Relative_paths_start_where_it_is_said_and_what_is_refused_is_logged()
    {
        _folder.Write("served/in/a", "here");

        var run = await SftpAsync("--start in -el debug3", "get a copy.bin\npwd\n-rm none\n");

        run.ExitCode.ShouldBe(0, run.ToString());
        (await File.ReadAllTextAsync(Path.Combine(_folder.Root, "copy.bin"))).ShouldBe("here");
        run.ToString().ShouldContain("Remote working directory: /in");
        run.ToString().ShouldContain("Remove refused with NoSuchFile");
    }

    private async Task<Run> SftpAsync(string option, string batch)
    {
        var server = $"dotnet {ProgramProcess.Assembly} sftp-server --root {_folder.Root}/served {option}";
        var client = Process.Start(new ProcessStartInfo("sftp", ["-D", server, "-b", "-"])
        {
            WorkingDirectory = _folder.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await client.StandardInput.WriteAsync(batch);
        return await ProgramProcess.EndAsync(client);
    }
}

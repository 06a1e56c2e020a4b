using System.Diagnostics;

namespace ActorMft.Ssh.Tests.Keys;

/// <summary>OpenSSH's ssh-keygen, and other makers of keys, working in a directory of its own that goes away with it.</summary>
internal sealed class SshKeygen : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actormft-keys-");

    /// <summary>The path of a file in the directory.</summary>
    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Writes a file that only its owner may read, as ssh-keygen demands of private keys.</summary>
    public void Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Runs it with success and returns what it printed.</summary>
    public string Run(params string[] arguments) => RunOther("ssh-keygen", arguments);

    /// <summary>Runs another maker of keys in the same directory, with success.</summary>
    public string RunOther(string program, params string[] arguments)
    {
        (int exitCode, string output, string error) = TryRun(program, "", arguments);
        exitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {output}{error}");
        return output;
    }

    public (int ExitCode, string Output, string Error) TryRun(string input, params string[] arguments) => TryRun("ssh-keygen", input, arguments);

    public void Dispose() => _directory.Delete(recursive: true);

    private (int ExitCode, string Output, string Error) TryRun(string program, string input, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start).ShouldNotBeNull();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}

using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>One client at one server: makes the files, has the client move them and compares both sides by digest.</summary>
internal sealed class Trial(MatrixClient client, Target target, MatrixSize size)
{
    public const int FileSize = 5_000_001;

    private const int ResumedSize = 8 << 20;
    private const int BrokenAt = 5 << 20;

    // The login, and what is around the content.
    private const int Overhead = 512 << 10;

    private readonly Workspace _workspace = target.Workspace;

    /// <summary>The folder of this client at the server.</summary>
    private string Remote => "of-" + client.Name.Replace(' ', '-');

    public async Task LogInAsync(LoginMethod login)
    {
        var local = New("small");
        Content.Write(AtServer("hello.txt"), 42);
        await CheckedAsync(target, new Step(StepKind.Get, local, Remote + "/hello.txt") { Login = login });
        Same(AtServer("hello.txt"), local);
    }

    public Task PutAsync(long length) => PutAsync("put.bin", length);

    public async Task GetAsync(long length)
    {
        Content.Write(AtServer("get.bin"), length);
        await GetAsync("get.bin");
    }

    public async Task ResumePutAsync()
    {
        await using var line = new CuttingProxy(target.Port) { CutAfter = BrokenAt };
        var local = New("resumed-up");
        Content.Write(local, ResumedSize);
        await BreakAsync(line, Step(StepKind.Put, local, "resumed.bin"));
        var partial = AtServer("resumed.bin" + client.PartSuffix);
        await Eventually.TrueAsync("the broken upload left something to continue", () => new FileInfo(partial) is { Exists: true, Length: > 0 });
        var length = new FileInfo(partial).Length;
        length.ShouldBeLessThan(ResumedSize, "the broken upload's length");

        var before = line.Sent;
        await CheckedAsync(target.At(line.Port), Step(StepKind.ResumePut, local, "resumed.bin"));
        Same(local, AtServer("resumed.bin"));
        (line.Sent - before).ShouldBeLessThan(ResumedSize - length + Overhead, $"bytes sent to continue after {length}");
    }

    public async Task ResumeGetAsync()
    {
        await using var line = new CuttingProxy(target.Port) { CutAfter = BrokenAt };
        Content.Write(AtServer("resumed-down.bin"), ResumedSize);
        var local = New("resumed-down");
        await BreakAsync(line, Step(StepKind.Get, local, "resumed-down.bin"));
        var partial = new FileInfo(local);
        partial.Exists.ShouldBeTrue("the broken download left nothing to continue");
        var length = partial.Length;
        length.ShouldBeInRange(1, ResumedSize - 1, "the broken download's length");

        var before = line.Received;
        await CheckedAsync(target.At(line.Port), Step(StepKind.ResumeGet, local, "resumed-down.bin"));
        Same(AtServer("resumed-down.bin"), local);
        (line.Received - before).ShouldBeLessThan(ResumedSize - length + Overhead, $"bytes fetched to continue after {length}");
    }

    public async Task RenameAsync()
    {
        Content.Write(AtServer("old.bin"), 1000);
        var digest = Content.Digest(AtServer("old.bin"));
        await CheckedAsync(target, Step(StepKind.Rename, "", "old.bin") with { NewRemote = Remote + "/new.bin" });
        File.Exists(AtServer("old.bin")).ShouldBeFalse("the old name is still there");
        Content.Digest(AtServer("new.bin")).ShouldBe(digest);
    }

    public async Task LinkAsync()
    {
        Content.Write(AtServer("leads-here.bin"), 1000);
        await CheckedAsync(target, Step(StepKind.Link, "", "leads-here.bin") with { NewRemote = Remote + "/link" });
        new FileInfo(AtServer("link")).LinkTarget.ShouldBe("leads-here.bin");
    }

    public async Task PutFolderAsync()
    {
        var tree = Tree(New("tree"));
        await CheckedAsync(target, Step(StepKind.PutFolder, tree, "tree"));
        Content.Tree(AtServer("tree")).ShouldBe(Content.Tree(tree));
    }

    public async Task GetFolderAsync()
    {
        var tree = Tree(AtServer("fetched"));
        var local = New("fetched");
        await CheckedAsync(target, Step(StepKind.GetFolder, local, "fetched"));
        Content.Tree(local).ShouldBe(Content.Tree(tree));
    }

    public async Task RekeyAsync()
    {
        await PutAsync("large.bin", size.LargeFile);
        await GetAsync("large.bin");
    }

    public async Task SmallFilesAsync()
    {
        var many = New("many");
        for (var number = 0; number < size.SmallFiles; number++)
        {
            Content.Write(Path.Combine(many, $"file{number:0000}.csv"), number * 10L);
        }

        await CheckedAsync(target, Step(StepKind.PutFolder, many, "many"));
        Content.Tree(AtServer("many")).ShouldBe(Content.Tree(many));
        var back = New("many-back");
        await CheckedAsync(target, Step(StepKind.GetFolder, back, "many"));
        Content.Tree(back).ShouldBe(Content.Tree(many));
    }

    private static string Tree(string folder)
    {
        Content.Write(Path.Combine(folder, "top.csv"), 12_345);
        Content.Write(Path.Combine(folder, "empty.csv"), 0);
        Content.Write(Path.Combine(folder, "two words", "of mine.csv"), 1);
        Content.Write(Path.Combine(folder, "a", "b", "c", "deep.csv"), 70_000);
        Content.Write(Path.Combine(folder, "Überweisungen", "日本 é.csv"), 300_000);
        return folder;
    }

    private static void Same(string expected, string actual) => Content.Digest(actual).ShouldBe(Content.Digest(expected), $"{actual} against {expected}");

    private async Task PutAsync(string name, long length)
    {
        var local = New(name);
        Content.Write(local, length);
        await CheckedAsync(target, Step(StepKind.Put, local, name));
        Same(local, AtServer(name));
    }

    private async Task GetAsync(string name)
    {
        var local = New(name + ".back");
        await CheckedAsync(target, Step(StepKind.Get, local, name));
        Same(AtServer(name), local);
    }

    // The line is cut at the same amount for the whole run, so that a client that connects again by itself does not get through either.
    private async Task BreakAsync(CuttingProxy line, Step step)
    {
        var run = await client.RunAsync(target.At(line.Port), step);
        run.ExitCode.ShouldNotBe(0, "the line broke and the client says that all went well: " + run.Output + run.Error);
        line.CutAfter = long.MaxValue;
    }

    private Step Step(StepKind kind, string local, string name) => new(kind, local, Remote + "/" + name) { Login = client.Login };

    private async Task CheckedAsync(Target server, Step step)
    {
        var run = await client.RunAsync(server, step);
        run.ExitCode.ShouldBe(0, $"{step.Kind}: {run.Error}{run.Output}");
    }

    private string AtServer(string name)
    {
        var path = Path.Combine(target.Home, Remote, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>A local path that does not exist yet; its folder is this client's.</summary>
    private string New(string name)
    {
        var path = _workspace.At($"local/{Remote}/{name}");
        File.Delete(path);
        return path;
    }
}
